package dev.ijepa.client.bench;

import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.internal.WireDuration;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;

/** Embed and EmbedImage. */
public record EmbedRpc(EmbedSettings settings) implements Rpc {

  @Override
  public String name() {
    return "embed";
  }

  @Override
  public Transport unary(List<ManagedChannel> connections, List<Image> images, Duration deadline) {
    List<EmbedImageRequest> requests = images.stream().map(this::request).toList();
    UnaryMethod<EmbedImageRequest, EmbedImageResponse> method =
        new UnaryMethod<>(
            FeatureServiceGrpc.getEmbedImageMethod(),
            requests,
            answer -> answer.hasFeatures() ? answer.getFeatures().getTimings() : null);
    return new UnaryCalls<>(connections, method, deadline);
  }

  @Override
  public Transport streams(
      List<ManagedChannel> connections, List<Image> images, Duration deadline, int streams) {
    List<EmbedRequest> items = images.stream().map(image -> item(image, deadline)).toList();
    StreamMethod<EmbedRequest, EmbedResponse> method =
        new StreamMethod<>(
            FeatureServiceGrpc.getEmbedMethod(),
            (image, id) -> items.get(image % items.size()).toBuilder().setRequestId(id).build(),
            EmbedResponse::getRequestId,
            answer -> answer.hasError() ? answer.getError() : null,
            answer -> answer.hasFeatures() ? answer.getFeatures().getTimings() : null);
    return new StreamCalls<>(connections, method, streams);
  }

  private EmbedImageRequest request(Image image) {
    return EmbedImageRequest.newBuilder()
        .setModel(settings.model())
        .setImage(image)
        .setOptions(options())
        .build();
  }

  private EmbedRequest item(Image image, Duration timeout) {
    return EmbedRequest.newBuilder()
        .setModel(settings.model())
        .setImage(image)
        .setOptions(options())
        .setTimeout(WireDuration.of(timeout))
        .build();
  }

  private EmbedOptions options() {
    EmbedOptions.Builder options =
        EmbedOptions.newBuilder()
            .setElementType(ElementType.valueOf("ELEMENT_TYPE_" + settings.elementType()))
            .setL2Normalize(settings.l2Normalize());
    settings.outputs().forEach(output -> options.addOutputs(Output.valueOf("OUTPUT_" + output)));
    return options.build();
  }
}
