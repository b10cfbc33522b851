package dev.ijepa.server.contract;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.session.SingleCall.Query;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import java.util.function.Function;

/**
 * What a unary request with one image asks for.
 *
 * @param query translates the request
 * @param bytes of the request
 * @param response writes the answer; does not hold the request with its image
 */
public record UnaryRequest<A>(Query query, long bytes, Function<FeatureResult, A> response) {
  /** EmbedImage. */
  public static UnaryRequest<EmbedImageResponse> of(EmbedImageRequest request) {
    ElementType type = EmbedMessages.elementType(request.getOptions());
    return new UnaryRequest<>(
        () -> EmbedMessages.query(request.getModel(), request.getImage(), request.getOptions()),
        request.getSerializedSize(),
        result ->
            EmbedImageResponse.newBuilder()
                .setFeatures(EmbedMessages.features(result, type))
                .build());
  }

  /** ClassifyImage. */
  public static UnaryRequest<ClassifyImageResponse> of(ClassifyImageRequest request) {
    return new UnaryRequest<>(
        () -> ClassifyMessages.query(request.getModel(), request.getImage(), request.getOptions()),
        request.getSerializedSize(),
        result ->
            ClassifyImageResponse.newBuilder()
                .setClassification(ClassifyMessages.classification(result))
                .build());
  }
}
