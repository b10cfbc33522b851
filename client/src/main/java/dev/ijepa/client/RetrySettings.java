package dev.ijepa.client;

import java.time.Duration;

/**
 * When to try again, and when to give up.
 *
 * <p>What is tried again: a server that cannot be reached, is starting or draining (UNAVAILABLE),
 * and one that is at its bound and says when to come back (RESOURCE_EXHAUSTED with RetryInfo). The
 * wait doubles from {@code initialBackoff} to {@code maxBackoff}, and a random half of it is left
 * out so that clients that failed together do not return together. Where the server says how long
 * to wait, that is the least that is waited.
 *
 * @param maxAttempts how many attempts may fail in a row, the first included. For a stream an
 *     attempt is a call that ended without any answer: each answer starts the count anew
 * @param initialBackoff the wait before the second attempt
 * @param maxBackoff the longest wait
 */
public record RetrySettings(int maxAttempts, Duration initialBackoff, Duration maxBackoff) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if there is no attempt, or a wait is not positive
   */
  public RetrySettings {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be 1 or more: " + maxAttempts);
    }
    if (initialBackoff.isNegative() || initialBackoff.isZero()) {
      throw new IllegalArgumentException("initialBackoff must be positive: " + initialBackoff);
    }
    if (maxBackoff.compareTo(initialBackoff) < 0) {
      throw new IllegalArgumentException(
          "maxBackoff must be initialBackoff or more: " + maxBackoff);
    }
  }

  /** For one image, whose answer somebody waits for: eight attempts, 7 s of waiting at most. */
  public static RetrySettings forUnaryCalls() {
    return new RetrySettings(8, Duration.ofMillis(100), Duration.ofSeconds(2));
  }

  /**
   * For a stream, which should outlive a restart of its server: about half a minute to a minute.
   */
  public static RetrySettings forStreams() {
    return new RetrySettings(15, Duration.ofMillis(100), Duration.ofSeconds(5));
  }

  /** Gives up at the first failure. */
  public static RetrySettings none() {
    return new RetrySettings(1, Duration.ofMillis(100), Duration.ofMillis(100));
  }
}
