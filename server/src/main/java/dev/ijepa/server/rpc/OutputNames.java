package dev.ijepa.server.rpc;

import dev.ijepa.models.Output;
import dev.ijepa.server.catalog.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract's outputs, and what the models call them. */
final class OutputNames {
  private static final String PREFIX = "OUTPUT_";

  private static final Map<dev.ijepa.v1.Output, Output> BY_WIRE =
      Map.of(
          dev.ijepa.v1.Output.OUTPUT_EMBEDDING, Output.EMBEDDING,
          dev.ijepa.v1.Output.OUTPUT_EMBEDDING_LAST4, Output.EMBEDDING_LAST4,
          dev.ijepa.v1.Output.OUTPUT_TOKENS, Output.TOKENS);

  private OutputNames() {}

  static Optional<Output> fromWire(dev.ijepa.v1.Output output) {
    return Optional.ofNullable(BY_WIRE.get(output));
  }

  /** What tells an output from the others of a response: its name without the prefix. */
  static String key(dev.ijepa.v1.Output output) {
    return output.name().substring(PREFIX.length());
  }

  /** All that Embed can be asked for. */
  static List<dev.ijepa.v1.Output> all() {
    return BY_WIRE.keySet().stream().sorted().toList();
  }

  /** Those of them that a model has. */
  static List<dev.ijepa.v1.Output> embedOutputs(ServedModel model) {
    return all().stream()
        .filter(output -> fromWire(output).filter(model.model().outputs()::contains).isPresent())
        .toList();
  }
}
