package dev.ijepa.client;

import com.google.protobuf.Duration;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.StreamOptions;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of a stream of classifications. */
record ClassifyMethod(String model, ClassifyOptions options, @Nullable Duration timeout)
    implements ItemMethod<ClassifyRequest, ClassifyResponse, Classification> {

  @Override
  public MethodDescriptor<ClassifyRequest, ClassifyResponse> descriptor() {
    return FeatureServiceGrpc.getClassifyMethod();
  }

  @Override
  public ClassifyRequest request(String id, Image image, @Nullable StreamOptions firstOfItsCall) {
    ClassifyRequest.Builder request =
        ClassifyRequest.newBuilder()
            .setRequestId(id)
            .setModel(model)
            .setImage(image)
            .setOptions(options);
    if (timeout != null) {
      request.setTimeout(timeout);
    }
    if (firstOfItsCall != null) {
      request.setStreamOptions(firstOfItsCall);
    }
    return request.build();
  }

  @Override
  public String id(ClassifyResponse answer) {
    return answer.getRequestId();
  }

  @Override
  public int bytes(ClassifyResponse answer) {
    return answer.getSerializedSize();
  }

  @Override
  public Optional<IjepaException> error(ClassifyResponse answer) {
    return answer.hasError() ? Optional.of(Errors.ofItem(answer.getError())) : Optional.empty();
  }

  @Override
  public Classification value(ClassifyResponse answer) {
    return Answers.classification(answer.getClassification());
  }
}
