package dev.ijepa.server.contract;

import com.google.common.collect.BiMap;
import com.google.common.collect.ImmutableBiMap;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.Output;
import java.util.List;

/** The contract's outputs, and the core's. */
final class OutputNames {
  private static final BiMap<Output, OutputSelection> BY_WIRE =
      ImmutableBiMap.of(
          Output.OUTPUT_EMBEDDING, new OutputSelection.Embedding(),
          Output.OUTPUT_EMBEDDING_LAST4, new OutputSelection.EmbeddingLast4(),
          Output.OUTPUT_TOKENS, new OutputSelection.Tokens());

  private OutputNames() {}

  /**
   * The core's name.
   *
   * @throws FailedException if there is no such output
   */
  static OutputSelection selection(Output output) throws FailedException {
    OutputSelection selection = BY_WIRE.get(output);
    if (selection == null) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "options.outputs: %s is no output; there are %s".formatted(output, BY_WIRE.keySet()));
    }
    return selection;
  }

  /** The contract's name. */
  static Output wire(OutputSelection selection) {
    if (selection instanceof OutputSelection.Regions) {
      return Output.OUTPUT_REGIONS;
    }
    Output output = BY_WIRE.inverse().get(selection);
    if (output == null) {
      throw new IllegalArgumentException("the contract has no " + selection);
    }
    return output;
  }

  /** The outputs that a model has. */
  static List<OutputSelection> of(ServedModel model) {
    return BY_WIRE.values().stream()
        .filter(output -> model.model().outputs().contains(output.source()))
        .toList();
  }
}
