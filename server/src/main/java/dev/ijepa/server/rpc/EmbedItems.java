package dev.ijepa.server.rpc;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.OutputTensor;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests for features: checked on the way in, written on the way out. */
final class EmbedItems {
  private final ModelCatalog catalog;

  @Inject
  EmbedItems(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Checks a request. It uses the model until it is closed, or submitted. */
  ItemRequest<Features> parse(String modelName, Image image, EmbedOptions options)
      throws FailedException {
    NotImplementedYet.check(options);
    try (ModelUse use = catalog.use(modelName)) {
      return parse(use, image, options);
    }
  }

  private static ItemRequest<Features> parse(ModelUse use, Image image, EmbedOptions options)
      throws FailedException {
    ServedModel model = use.model();
    Map<dev.ijepa.v1.Output, Output> outputs = outputs(model, options);
    ElementType type = elementType(options.getElementType());
    boolean normalize = options.getL2Normalize();
    ImageSource source = Messages.image(image);
    return new ItemRequest<>(
        use.handOver(),
        source,
        EnumSet.copyOf(outputs.values()),
        computed -> features(model, outputs, type, normalize, computed));
  }

  private static Map<dev.ijepa.v1.Output, Output> outputs(ServedModel model, EmbedOptions options)
      throws FailedException {
    List<dev.ijepa.v1.Output> wanted =
        options.getOutputsCount() == 0
            ? List.of(dev.ijepa.v1.Output.OUTPUT_EMBEDDING)
            : options.getOutputsList();
    Map<dev.ijepa.v1.Output, Output> outputs = new LinkedHashMap<>();
    for (dev.ijepa.v1.Output each : wanted) {
      Output output = output(each);
      if (!model.model().outputs().contains(output)) {
        throw new FailedException(
            Reason.REQUEST_INVALID,
            "options.outputs: model '%s' has no %s; it has %s"
                .formatted(model.name(), each, OutputNames.embedOutputs(model)));
      }
      if (outputs.put(each, output) != null) {
        throw new FailedException(
            Reason.REQUEST_INVALID, "options.outputs: %s is asked for twice".formatted(each));
      }
    }
    return outputs;
  }

  private static Output output(dev.ijepa.v1.Output output) throws FailedException {
    return OutputNames.fromWire(output)
        .orElseThrow(
            () ->
                new FailedException(
                    Reason.REQUEST_INVALID,
                    "options.outputs: %s is no output; there are %s"
                        .formatted(output, OutputNames.all())));
  }

  private static ElementType elementType(ElementType type) throws FailedException {
    return switch (type) {
      case ELEMENT_TYPE_UNSPECIFIED -> ElementType.ELEMENT_TYPE_F32;
      case UNRECOGNIZED ->
          throw new FailedException(
              Reason.REQUEST_INVALID,
              "options.element_type is unknown; there are F32, F16, BF16 and INT8");
      default -> type;
    };
  }

  private static Features features(
      ServedModel model,
      Map<dev.ijepa.v1.Output, Output> outputs,
      ElementType type,
      boolean normalize,
      Computed computed) {
    Features.Builder features =
        Features.newBuilder()
            .setModel(Messages.version(model))
            .setTimings(Messages.timings(computed.timings()));
    outputs.forEach(
        (wire, output) -> {
          float[] values = computed.outputs().get(output);
          if (normalize && output != Output.TOKENS) {
            values = l2Normalized(values);
          }
          features.addOutputs(
              OutputTensor.newBuilder()
                  .setOutput(wire)
                  .setKey(OutputNames.key(wire))
                  .setTensor(TensorEncoder.encode(values, model.model().shape(output), type)));
        });
    return features.build();
  }

  /** v / ‖v‖, the norm summed in double; a zero vector stays zero. */
  private static float[] l2Normalized(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    float[] normalized = new float[values.length];
    for (int i = 0; i < values.length && norm > 0; i++) {
      normalized[i] = (float) (values[i] / norm);
    }
    return normalized;
  }
}
