package dev.ijepa.server.rpc;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.grpc.FailureStatus;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A message of an Embed stream.
 *
 * @param fault what reading the message has found
 */
record EmbedMessage(EmbedRequest request, Optional<Failure> fault)
    implements StreamMessage<EmbedResponse> {
  /** Holds the type alone, and not the request with its image. */
  private record Answers(ElementType type) implements AnswerWriter<EmbedResponse> {
    @Override
    public EmbedResponse result(String requestId, FeatureResult result) {
      return EmbedResponse.newBuilder()
          .setRequestId(requestId)
          .setFeatures(EmbedMessages.features(result, type))
          .build();
    }

    @Override
    public EmbedResponse failure(String requestId, Failure failure) {
      return EmbedResponse.newBuilder()
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
  public AnswerWriter<EmbedResponse> answers() {
    return new Answers(EmbedMessages.elementType(request.getOptions()));
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
    return EmbedMessages.query(request.getModel(), request.getImage(), request.getOptions());
  }
}
