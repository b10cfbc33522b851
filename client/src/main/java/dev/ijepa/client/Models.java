package dev.ijepa.client;

import dev.ijepa.v1.Architecture;
import dev.ijepa.v1.Model;
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
        labels(model),
        WireEnums.elementType(model.getPrecision()),
        model.getLicense().getId(),
        model.getLicense().getNotice(),
        model.getSource());
  }

  /** Those of the default head. */
  private static List<String> labels(Model model) {
    return model.getHeadsCount() == 0 ? List.of() : model.getHeads(0).getLabelsList();
  }

  private static Map<EmbedOutput, List<Integer>> outputs(Model model) {
    Map<EmbedOutput, List<Integer>> outputs = new EnumMap<>(EmbedOutput.class);
    for (OutputSpec spec : model.getOutputsList()) {
      // An output that this client has no name for can't be asked for.
      if (WireEnums.isKnown(spec.getOutput())) {
        outputs.put(WireEnums.output(spec.getOutput()), List.copyOf(spec.getShapeList()));
      }
    }
    return outputs;
  }
}
