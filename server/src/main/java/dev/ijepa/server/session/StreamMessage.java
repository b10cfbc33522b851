package dev.ijepa.server.session;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.Optional;

/**
 * A message of a stream, which a door translates piece by piece. A piece that is against the door's
 * contract throws, and the request fails alone.
 *
 * @param <T> the door's responses
 */
public interface StreamMessage<T> {
  /** The client's own name for the request. */
  String requestId();

  /** The bytes of the message. */
  long bytes();

  /** Writes the response. */
  AnswerWriter<T> answers();

  /**
   * Checks what the door noticed while it read the message.
   *
   * @throws FailedException if the message has a fault
   */
  default void requireValid() throws FailedException {}

  /** What the client asks of the stream as a whole; only the first message may have it. */
  Optional<StreamTerms> streamTerms() throws FailedException;

  /** How long the answer is of use. */
  Optional<Duration> timeout() throws FailedException;

  /** How urgent the request is; empty if it is as urgent as its stream. */
  default Optional<Priority> priority() throws FailedException {
    return Optional.empty();
  }

  /** The images, and what is wanted of them. */
  FeatureQuery query() throws FailedException;
}
