package dev.ijepa.models.checkpoint;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of the stored tensors is which of I-JEPA's.
 *
 * <p>Canonical names are those of the Hub's checkpoints (transformers 4, and what version 5 still
 * saves by default), without the prefix {@code ijepa.} that a classifier's encoder has. Version 5's
 * names in memory, which some tools save, are brought to these. Training code often puts more
 * before the names, such as {@code module.} or {@code _orig_mod.}: any prefix is accepted that the
 * whole encoder has.
 */
final class TensorNames {
  /** The one tensor that marks an encoder: I-JEPA's predictor and heads have none of this name. */
  static final String POSITIONS = "embeddings.position_embeddings";

  private static final String CLASSIFIER = "classifier.";

  // PyTorch's wrappers of single modules: torch.compile, FSDP, activation checkpointing.
  private static final Pattern WRAPPERS =
      Pattern.compile("_(orig_mod|fsdp_wrapped_module|checkpoint_wrapped_module)\\.");

  private static final Pattern LAYER = Pattern.compile("layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

  private static final Map<String, String> PARTS =
      Map.of(
          "layernorm_before", "layernorm_before",
          "attention.q_proj", "attention.attention.query",
          "attention.k_proj", "attention.attention.key",
          "attention.v_proj", "attention.attention.value",
          "attention.o_proj", "attention.output.dense",
          "layernorm_after", "layernorm_after",
          "mlp.fc1", "intermediate.dense",
          "mlp.fc2", "output.dense");

  private static final Pattern OF_ENCODER =
      Pattern.compile("(embeddings|encoder|layers|layernorm)\\..+");

  private static final Pattern NEEDED =
      Pattern.compile(
          "embeddings\\.position_embeddings"
              + "|(embeddings\\.patch_embeddings\\.projection|layernorm|classifier|encoder\\.layer\\.\\d+\\.("
              + PARTS.values().stream().map(Pattern::quote).collect(Collectors.joining("|"))
              + "))\\.(weight|bias)");

  private static final Set<String> UNUSED =
      Set.of("embeddings.mask_token", "embeddings.position_ids");

  private final String prefix;

  private TensorNames(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Finds what stands before the names of the encoder.
   *
   * @param stored the names of all tensors
   * @throws CheckpointException if there is no encoder, or that of another architecture, or several
   */
  static TensorNames of(Collection<String> stored) throws CheckpointException {
    Set<String> names = stored.stream().map(TensorNames::unwrapped).collect(Collectors.toSet());
    Set<String> prefixes = new TreeSet<>();
    for (String name : names) {
      if (name.equals(POSITIONS) || name.endsWith("." + POSITIONS)) {
        prefixes.add(name.substring(0, name.length() - POSITIONS.length()));
      }
    }
    ForeignArchitecture.requireNone(names);
    if (prefixes.isEmpty()) {
      throw new CheckpointException(
          "the weights are no I-JEPA's: no name ends in '%s'. They have %s. Names must be those of transformers, such as 'encoder.layer.0.attention.attention.query.weight'"
              .formatted(POSITIONS, Names.few("tensor", new TreeSet<>(stored))));
    }
    if (prefixes.size() > 1) {
      throw new CheckpointException(
          "the weights hold %s; keep the tensors of one".formatted(Names.few("encoder", prefixes)));
    }
    return new TensorNames(prefixes.iterator().next());
  }

  /** What the names of the encoder begin with; empty if they are canonical. */
  String prefix() {
    return prefix;
  }

  /** The canonical name of a tensor; empty if neither encoder nor classifier depends on it. */
  Optional<String> canonical(String stored) {
    String name = unwrapped(stored);
    int classifier = name.lastIndexOf(CLASSIFIER);
    if (classifier >= 0 && prefix.startsWith(name.substring(0, classifier))) {
      return Optional.of(name.substring(classifier)).filter(TensorNames::isNeeded);
    }
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    String inner = name.substring(prefix.length());
    return OF_ENCODER.matcher(inner).matches() && !UNUSED.contains(inner)
        ? Optional.of(ofVersion4(inner))
        : Optional.empty();
  }

  private static String ofVersion4(String name) {
    Matcher layer = LAYER.matcher(name);
    return layer.matches() && PARTS.containsKey(layer.group(2))
        ? "encoder.layer.%s.%s.%s"
            .formatted(layer.group(1), PARTS.get(layer.group(2)), layer.group(3))
        : name;
  }

  private static String unwrapped(String stored) {
    return WRAPPERS.matcher(stored).replaceAll("");
  }

  /** Whether an I-JEPA of any size has a tensor of this canonical name. */
  static boolean isNeeded(String canonical) {
    return NEEDED.matcher(canonical).matches();
  }
}
