package dev.ijepa.client.bench;

import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.internal.WireDuration;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;

/** Classify and ClassifyImage. */
public record ClassifyRpc(ClassifySettings settings) implements Rpc {

  @Override
  public String name() {
    return "classify";
  }

  @Override
  public Transport unary(List<ManagedChannel> connections, List<Image> images, Duration deadline) {
    List<ClassifyImageRequest> requests = images.stream().map(this::request).toList();
    UnaryMethod<ClassifyImageRequest, ClassifyImageResponse> method =
        new UnaryMethod<>(
            FeatureServiceGrpc.getClassifyImageMethod(),
            requests,
            answer -> answer.hasClassification() ? answer.getClassification().getTimings() : null);
    return new UnaryCalls<>(connections, method, deadline);
  }

  @Override
  public Transport streams(
      List<ManagedChannel> connections, List<Image> images, Duration deadline, int streams) {
    List<ClassifyRequest> items = images.stream().map(image -> item(image, deadline)).toList();
    StreamMethod<ClassifyRequest, ClassifyResponse> method =
        new StreamMethod<>(
            FeatureServiceGrpc.getClassifyMethod(),
            (image, id) -> items.get(image % items.size()).toBuilder().setRequestId(id).build(),
            ClassifyResponse::getRequestId,
            answer -> answer.hasError() ? answer.getError() : null,
            answer -> answer.hasClassification() ? answer.getClassification().getTimings() : null);
    return new StreamCalls<>(connections, method, streams);
  }

  private ClassifyImageRequest request(Image image) {
    return ClassifyImageRequest.newBuilder()
        .setModel(settings.model())
        .setImage(image)
        .setOptions(options())
        .build();
  }

  private ClassifyRequest item(Image image, Duration timeout) {
    return ClassifyRequest.newBuilder()
        .setModel(settings.model())
        .setImage(image)
        .setOptions(options())
        .setTimeout(WireDuration.of(timeout))
        .build();
  }

  private ClassifyOptions options() {
    return ClassifyOptions.newBuilder().setTopK(settings.topK()).build();
  }
}
