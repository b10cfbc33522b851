package dev.ijepa.server.inference;

import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.OutputSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names of the outputs. */
final class OutputNames {
  /**
   * The mean of the last hidden state over the tokens; what a request gets that names no output.
   */
  static final String EMBEDDING = "EMBEDDING";

  /** What a head computes for each class. */
  static final String LOGITS = "LOGITS";

  /** The classes of a head, the most probable first. */
  static final String CLASSES = "CLASSES";

  private static final Map<String, OutputSelection> FEATURES = features();

  private OutputNames() {}

  private static Map<String, OutputSelection> features() {
    Map<String, OutputSelection> features = new LinkedHashMap<>();
    for (OutputSelection output :
        List.of(
            new OutputSelection.Embedding(),
            new OutputSelection.EmbeddingLast4(),
            new OutputSelection.Tokens())) {
      features.put(output.key(), output);
    }
    return features;
  }

  /** The output of the encoder of that name; empty if it is none. */
  static Optional<OutputSelection> feature(String name) {
    return Optional.ofNullable(FEATURES.get(name));
  }

  /** The head that a name like {@code CLASSES.digits} ends with; null if the name is another. */
  static @Nullable String headOf(String name, String kind) {
    return name.startsWith(kind + ".") ? name.substring(kind.length() + 1) : null;
  }

  /** The outputs of the encoder that a model has. */
  static List<OutputSelection> featuresOf(ServedModel model) {
    return FEATURES.values().stream()
        .filter(output -> model.model().outputs().contains(output.source()))
        .toList();
  }
}
