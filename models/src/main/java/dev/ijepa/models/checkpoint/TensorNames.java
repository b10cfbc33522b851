package dev.ijepa.models.checkpoint;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that transformers gives the tensors of I-JEPA.
 *
 * <p>Here they are called as the Hub's checkpoints call them (transformers 4, and what version 5
 * still saves by default), without the prefix {@code ijepa.} that a classifier's encoder has.
 * Version 5's names in memory, which some tools save, are brought to these.
 */
final class TensorNames {
  private static final String PREFIX = "ijepa.";
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

  /** Tensors that some checkpoints have and I-JEPA's features do not need; canonical names. */
  static final Set<String> UNUSED =
      Set.of("pooler.dense.weight", "pooler.dense.bias", "embeddings.mask_token");

  private TensorNames() {}

  /** The name that this project uses for a tensor that is stored as {@code stored}. */
  static String canonical(String stored) {
    String name = stored.startsWith(PREFIX) ? stored.substring(PREFIX.length()) : stored;
    Matcher layer = LAYER.matcher(name);
    if (layer.matches() && PARTS.containsKey(layer.group(2))) {
      return "encoder.layer.%s.%s.%s"
          .formatted(layer.group(1), PARTS.get(layer.group(2)), layer.group(3));
    }
    return name;
  }
}
