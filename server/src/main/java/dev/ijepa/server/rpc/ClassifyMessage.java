package dev.ijepa.server.rpc;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A message of a Classify stream.
 *
 * @param fault what reading the message has found
 */
record ClassifyMessage(ClassifyRequest request, Optional<Failure> fault)
    implements StreamMessage<ClassifyResponse> {
  private enum Answers implements AnswerWriter<ClassifyResponse> {
    ANSWERS;

    @Override
    public ClassifyResponse result(String requestId, FeatureResult result) {
      return ClassifyResponse.newBuilder()
          .setRequestId(requestId)
          .setClassification(ClassifyMessages.classification(result))
          .build();
    }

    @Override
    public ClassifyResponse failure(String requestId, Failure failure) {
      return ClassifyResponse.newBuilder()
          .setRequestId(requestId)
          .setError(FailureStatus.of(failure))
          .build();
    }
  }

  @Override
  public String requestId() {
    return request.getRequestId();
  }

  @Override
  public long bytes() {
    return request.getSerializedSize();
  }

  @Override
  public AnswerWriter<ClassifyResponse> answers() {
    return Answers.ANSWERS;
  }

  @Override
  public void requireValid() throws FailedException {
    if (fault.isPresent()) {
      throw new FailedException(fault.get());
    }
  }

  @Override
  public Optional<StreamTerms> streamTerms() throws FailedException {
    return request.hasStreamOptions()
        ? Optional.of(Messages.streamTerms(request.getStreamOptions()))
        : Optional.empty();
  }

  @Override
  public Optional<Duration> timeout() throws FailedException {
    return request.hasTimeout()
        ? Optional.of(Messages.timeout(request.getTimeout()))
        : Optional.empty();
  }

  @Override
  public FeatureQuery query() throws FailedException {
    return ClassifyMessages.query(request.getModel(), request.getImage(), request.getOptions());
  }
}
