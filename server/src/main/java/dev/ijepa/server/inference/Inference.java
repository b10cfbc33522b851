package dev.ijepa.server.inference;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.Optional;

/**
 * What a request means to the core.
 *
 * @param query the images, and what is wanted of them
 * @param timeout how long the answer is of use; empty if the request does not say
 * @param priority how urgent it is; empty if the request does not say
 * @param answer writes the response; does not hold the images
 */
public record Inference(
    FeatureQuery query,
    Optional<Duration> timeout,
    Optional<Priority> priority,
    InferenceAnswer answer) {
  /**
   * When the answer is of no use any more, on the server's ticker.
   *
   * @param callNanos when the client stops waiting for its call
   * @param nowNanos the ticker's time
   */
  public long deadlineNanos(long callNanos, long nowNanos) {
    return timeout
        .map(its -> Math.min(callNanos, Nanos.plus(nowNanos, Nanos.of(its))))
        .orElse(callNanos);
  }
}
