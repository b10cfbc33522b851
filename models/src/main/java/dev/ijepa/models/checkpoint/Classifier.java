package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.models.HeadActivation;
import java.io.IOException;
import java.util.List;

/**
 * The classifier of a checkpoint.
 *
 * @param labels one for each class; empty if there is no classifier
 * @param activation what makes scores of its logits
 */
record Classifier(List<String> labels, HeadActivation activation) {
  private static final String WEIGHT = "classifier.weight";
  private static final int MAX_CLASSES = 1 << 20;

  /** It is there if its weights are: the config alone gives two labels to everything. */
  static Classifier read(JsonNode config, Weights weights, List<String> warnings)
      throws IOException {
    if (!weights.names().contains(WEIGHT)) {
      return new Classifier(List.of(), HeadActivation.SOFTMAX);
    }
    List<Long> shape = weights.shape(WEIGHT);
    if (shape.size() != 2 || shape.get(0) < 1 || shape.get(0) > MAX_CLASSES) {
      throw new CheckpointException(
          "tensor '%s' has the shape %s; it must be [classes, hidden_size]"
              .formatted(WEIGHT, shape));
    }
    int classes = Math.toIntExact(shape.get(0));
    return new Classifier(
        Labels.parse(config, classes, warnings), ProblemType.activation(config, classes, warnings));
  }
}
