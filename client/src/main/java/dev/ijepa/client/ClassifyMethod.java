package dev.ijepa.client;

import com.google.protobuf.Duration;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
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
  public void check(ReadImage image) {
    requireWhole(image);
  }

  /** Classifying regions is not in the contract: to skip them would classify something else. */
  static void requireWhole(ReadImage image) {
    if (!image.regions().isEmpty()) {
      throw new IjepaException(
          StatusCode.INVALID_ARGUMENT,
          "REQUEST_INVALID",
          "regions are for embedding; only whole images are classified");
    }
  }

  @Override
  public ClassifyRequest request(
      String id, ReadImage image, @Nullable StreamOptions firstOfItsCall) {
    ClassifyRequest.Builder request =
        ClassifyRequest.newBuilder()
            .setRequestId(id)
            .setModel(model)
            .setImage(image.image())
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
