package dev.ijepa.server.contract;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.SingleCall.Query;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.StreamOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * A message of an Embed or of a Classify stream.
 *
 * @param fault what reading the message has found
 * @param options of the stream, if the message has them
 * @param limit how long the answer is of use, if the message says it
 * @param translation makes the query
 * @param answers writes the response
 */
public record StreamRequest<T>(
    String requestId,
    long bytes,
    Optional<Failure> fault,
    Optional<StreamOptions> options,
    Optional<com.google.protobuf.Duration> limit,
    Query translation,
    AnswerWriter<T> answers)
    implements StreamMessage<T> {

  /** A message of an Embed stream. */
  public static StreamRequest<EmbedResponse> of(EmbedRequest request, Optional<Failure> fault) {
    return new StreamRequest<>(
        request.getRequestId(),
        request.getSerializedSize(),
        fault,
        request.hasStreamOptions() ? Optional.of(request.getStreamOptions()) : Optional.empty(),
        request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty(),
        () -> EmbedMessages.query(request.getModel(), request.getImage(), request.getOptions()),
        EmbedMessages.answers(request.getOptions()));
  }

  /** A message of a Classify stream. */
  public static StreamRequest<ClassifyResponse> of(
      ClassifyRequest request, Optional<Failure> fault) {
    return new StreamRequest<>(
        request.getRequestId(),
        request.getSerializedSize(),
        fault,
        request.hasStreamOptions() ? Optional.of(request.getStreamOptions()) : Optional.empty(),
        request.hasTimeout() ? Optional.of(request.getTimeout()) : Optional.empty(),
        () -> ClassifyMessages.query(request.getModel(), request.getImage(), request.getOptions()),
        ClassifyMessages.answers());
  }

  @Override
  public void requireValid() throws FailedException {
    if (fault.isPresent()) {
      throw new FailedException(fault.get());
    }
  }

  @Override
  public Optional<StreamTerms> streamTerms() throws FailedException {
    return options.isPresent()
        ? Optional.of(Messages.streamTerms(options.get()))
        : Optional.empty();
  }

  @Override
  public Optional<Duration> timeout() throws FailedException {
    return limit.isPresent() ? Optional.of(Messages.timeout(limit.get())) : Optional.empty();
  }

  @Override
  public FeatureQuery query() throws FailedException {
    return translation.translate();
  }
}
