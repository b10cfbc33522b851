package dev.ijepa.server.session;

import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.item.Failure;
import java.util.List;

/**
 * Writes the response to one request of a stream. It must not hold the request: its images are not
 * needed that long.
 *
 * @param <T> the door's responses
 */
public interface AnswerWriter<T> {
  /**
   * The response to a request whose images were computed.
   *
   * @param results one for each image, in their order
   */
  T results(String requestId, List<FeatureResult> results);

  /** The response to a request that failed, by the first of its images that did. */
  T failure(String requestId, Failure failure);
}
