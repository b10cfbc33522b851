package dev.ijepa.server.session;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.item.Failure;

/**
 * Writes the response to one request of a stream. It must not hold the request: the image is not
 * needed that long.
 *
 * @param <T> the door's responses
 */
public interface AnswerWriter<T> {
  /** The response of an item that was computed. */
  T result(String requestId, FeatureResult result);

  /** The response of an item that failed. */
  T failure(String requestId, Failure failure);
}
