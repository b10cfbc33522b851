package dev.ijepa.server.contract;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.features.OutputSelection.Regions;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.status.RpcStatus;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.RegionError;
import java.util.ArrayList;
import java.util.List;

/** Translates what the contract says of embedding. */
final class EmbedMessages {
  private EmbedMessages() {}

  /** Writes the responses of a stream. Holds the type alone, and not the request with its image. */
  private record Answers(ElementType type) implements AnswerWriter<EmbedResponse> {
    @Override
    public EmbedResponse results(String requestId, List<FeatureResult> results) {
      return EmbedResponse.newBuilder()
          .setRequestId(requestId)
          .setFeatures(features(results.get(0), type))
          .build();
    }

    @Override
    public EmbedResponse failure(String requestId, Failure failure) {
      return EmbedResponse.newBuilder()
          .setRequestId(requestId)
          .setError(RpcStatus.of(failure))
          .build();
    }
  }

  static AnswerWriter<EmbedResponse> answers(EmbedOptions options) {
    return new Answers(elementType(options));
  }

  static FeatureQuery query(String model, Image image, EmbedOptions options)
      throws FailedException {
    NotImplementedYet.check(options);
    if (options.getElementType() == ElementType.UNRECOGNIZED) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "options.element_type is unknown; there are F32, F16, BF16 and INT8");
    }
    return FeatureQuery.embed(
        model, Messages.image(image), outputs(options), options.getL2Normalize());
  }

  private static List<OutputSelection> outputs(EmbedOptions options) throws FailedException {
    if (options.getRegionsCount() > 0
        && !options.getOutputsList().contains(Output.OUTPUT_REGIONS)) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "options.regions is set, but options.outputs does not have OUTPUT_REGIONS");
    }
    // Before they are read: to read regions takes time and memory, each time that they are
    // selected.
    if (options.getOutputsList().stream().filter(Output.OUTPUT_REGIONS::equals).skip(1).count()
        > 0) {
      throw new FailedException(Reason.REQUEST_INVALID, "outputs: REGIONS is selected twice");
    }
    List<OutputSelection> outputs = new ArrayList<>();
    for (Output output : options.getOutputsList()) {
      outputs.add(
          output == Output.OUTPUT_REGIONS
              ? new Regions(RegionMessages.regions(options.getRegionsList()))
              : OutputNames.selection(output));
    }
    return outputs;
  }

  static ElementType elementType(EmbedOptions options) {
    return options.getElementType() == ElementType.ELEMENT_TYPE_UNSPECIFIED
        ? ElementType.ELEMENT_TYPE_F32
        : options.getElementType();
  }

  static Features features(FeatureResult result, ElementType type) {
    Features.Builder features =
        Features.newBuilder()
            .setModel(Messages.version(result.model()))
            .setTimings(Messages.timings(result.timings()));
    result.outputs().forEach(output -> features.addOutputs(tensor(output, type)));
    return features.build();
  }

  private static RegionError emptyRegion(int index) {
    return RegionError.newBuilder()
        .setIndex(index)
        .setStatus(
            RpcStatus.of(
                new Failure(Reason.REGION_EMPTY, "the region covers no part of the image")))
        .build();
  }

  private static OutputTensor tensor(Feature output, ElementType type) {
    return OutputTensor.newBuilder()
        .addAllRegionErrors(output.emptyRegions().stream().map(EmbedMessages::emptyRegion).toList())
        .setOutput(OutputNames.wire(output.selection()))
        .setKey(output.selection().key())
        .setTensor(TensorEncoder.encode(output.values(), output.shape(), type))
        .build();
  }
}
