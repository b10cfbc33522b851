package dev.ijepa.client;

import dev.ijepa.v1.Architecture;
import dev.ijepa.v1.Model;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Turns the contract's description of a model into the SDK's. */
final class Models {
  private Models() {}

  static ModelInfo info(Model model) {
    Architecture architecture = model.getArchitecture();
    return new ModelInfo(
        Answers.identity(model.getVersion()),
        model.getIsDefault(),
        architecture.getHiddenSize(),
        architecture.getNumHiddenLayers(),
        architecture.getPatchSize(),
        model.getProcessor().getImageHeight(),
        model.getProcessor().getImageWidth(),
        architecture.getNumParameters(),
        outputs(model),
        model.getLabelsList(),
        WireEnums.elementType(model.getPrecision()),
        model.getLicense().getId(),
        model.getLicense().getNotice(),
        model.getSource());
  }

  private static Map<EmbedOutput, List<Integer>> outputs(Model model) {
    Map<EmbedOutput, List<Integer>> outputs = new EnumMap<>(EmbedOutput.class);
    for (OutputSpec spec : model.getOutputsList()) {
      // A newer server may offer what this client has no name for: it can't be asked for, so skip
      // it.
      if (spec.getOutput() != Output.UNRECOGNIZED) {
        outputs.put(WireEnums.output(spec.getOutput()), List.copyOf(spec.getShapeList()));
      }
    }
    return outputs;
  }
}
