package dev.ijepa.client;

import com.google.protobuf.Duration;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.StreamOptions;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of a stream of embeddings. */
record EmbedMethod(String model, EmbedOptions options, @Nullable Duration timeout)
    implements ItemMethod<EmbedRequest, EmbedResponse, Embedding> {

  @Override
  public MethodDescriptor<EmbedRequest, EmbedResponse> descriptor() {
    return FeatureServiceGrpc.getEmbedMethod();
  }

  @Override
  public EmbedRequest request(String id, ReadImage image, @Nullable StreamOptions firstOfItsCall) {
    EmbedRequest.Builder request =
        EmbedRequest.newBuilder()
            .setRequestId(id)
            .setModel(model)
            .setImage(image.image())
            .setOptions(Requests.withRegions(options, image));
    if (timeout != null) {
      request.setTimeout(timeout);
    }
    if (firstOfItsCall != null) {
      request.setStreamOptions(firstOfItsCall);
    }
    return request.build();
  }

  @Override
  public String id(EmbedResponse answer) {
    return answer.getRequestId();
  }

  @Override
  public int bytes(EmbedResponse answer) {
    return answer.getSerializedSize();
  }

  @Override
  public Optional<IjepaException> error(EmbedResponse answer) {
    return answer.hasError() ? Optional.of(Errors.ofItem(answer.getError())) : Optional.empty();
  }

  @Override
  public Embedding value(EmbedResponse answer) {
    return Answers.embedding(answer.getFeatures());
  }
}
