package dev.ijepa.models.savedmodel;

import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.Names;
import dev.ijepa.models.checkpoint.Weights;
import dev.ijepa.models.encoder.Parameter;
import dev.ijepa.models.encoder.Parameter.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the values of a graph's parameters from a checkpoint, one parameter at a time. */
final class CheckpointParameters implements ParameterSource {
  private final Weights weights;

  CheckpointParameters(Weights weights) {
    this.weights = weights;
  }

  /**
   * Checks that the checkpoint has just the tensors that the parameters need, with their shapes.
   *
   * @throws CheckpointException naming the tensors that are missing, of another shape, or
   *     unexpected
   */
  void requireComplete(List<Parameter> parameters) throws CheckpointException {
    Set<String> unexpected = new TreeSet<>(weights.names());
    Set<String> missing = new TreeSet<>();
    for (Parameter parameter : parameters) {
      for (Part part : parameter.parts()) {
        if (unexpected.remove(part.tensor())) {
          requireShape(part);
        } else {
          missing.add(part.tensor());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new CheckpointException(
          "the checkpoint lacks %s%s".formatted(Names.few("tensor", missing), others()));
    }
    if (!unexpected.isEmpty()) {
      throw new CheckpointException(
          "the checkpoint has %s, which config.json has no place for"
              .formatted(Names.few("tensor", unexpected)));
    }
  }

  /** The tensors that are there but were not taken for the encoder's, and why. */
  private String others() {
    if (weights.ignored().isEmpty()) {
      return "";
    }
    String others = "; it also has " + Names.few("tensor", weights.ignored());
    return weights.prefix().isEmpty()
        ? others
        : "%s; the names of the encoder begin with '%s'".formatted(others, weights.prefix());
  }

  private void requireShape(Part part) throws CheckpointException {
    if (!weights.shape(part.tensor()).equals(part.shape())) {
      throw new CheckpointException(
          "tensor '%s' has the shape %s; config.json needs %s"
              .formatted(part.tensor(), weights.shape(part.tensor()), part.shape()));
    }
  }

  @Override
  public List<ByteBuffer> read(Parameter parameter) throws IOException {
    List<ByteBuffer> values = new ArrayList<>();
    for (Part part : parameter.parts()) {
      ByteBuffer floats = part.layout().arrange(weights.readFloats(part.tensor()));
      try {
        values.add(parameter.precision().encode(floats));
      } catch (ArithmeticException e) {
        throw new CheckpointException(
            "tensor '%s': %s".formatted(part.tensor(), e.getMessage()), e);
      }
    }
    return values;
  }
}
