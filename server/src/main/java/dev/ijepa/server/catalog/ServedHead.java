package dev.ijepa.server.catalog;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A classifier of a model that is served.
 *
 * @param name that requests call it by
 * @param source the output of the encoder that it takes
 * @param labels of its classes by index
 * @param activation what makes scores of its logits
 * @param fingerprint of the head; empty for the one that came with the checkpoint, which the
 *     model's fingerprint covers
 * @param metrics how good it was on images that it was not trained on, by name
 * @param logits the values of the output, shape [columns], to logits, shape [classes]
 */
public record ServedHead(
    String name,
    Output source,
    List<String> labels,
    HeadActivation activation,
    String fingerprint,
    Map<String, Double> metrics,
    UnaryOperator<float[]> logits) {
  /**
   * The name of the head that came with the checkpoint. In a request it means the default head of
   * the model, whatever its name.
   */
  public static final String DEFAULT_NAME = "default";

  /** The head that came with a checkpoint: its logits are an output of the graph. */
  static ServedHead ofCheckpoint(List<String> labels, HeadActivation activation) {
    return new ServedHead(
        DEFAULT_NAME, Output.LOGITS, labels, activation, "", Map.of(), UnaryOperator.identity());
  }
}
