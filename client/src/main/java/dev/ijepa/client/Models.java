package dev.ijepa.client;

import dev.ijepa.v1.Architecture;
import dev.ijepa.v1.Head;
import dev.ijepa.v1.Model;
import dev.ijepa.v1.OutputSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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
        model.getHeadsList().stream().map(Models::head).toList(),
        WireEnums.elementType(model.getPrecision()),
        model.getLicense().getId(),
        model.getLicense().getNotice(),
        model.getSource());
  }

  private static HeadInfo head(Head head) {
    return new HeadInfo(
        head.getName(),
        WireEnums.headKind(head.getKind()),
        head.getLabelsList(),
        head.getFingerprint(),
        head.getMetricsMap(),
        head.hasRejectAbove() ? OptionalDouble.of(head.getRejectAbove()) : OptionalDouble.empty());
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
