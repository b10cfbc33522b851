package dev.ijepa.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides whether there is another attempt, and when. */
final class Backoff {
  private final RetrySettings settings;
  private final RandomGenerator random;

  Backoff(RetrySettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * How long to wait before the next attempt; empty if there is to be none.
   *
   * @param failures how many attempts have failed in a row, at least 1
   * @param error how the last of them failed
   */
  Optional<Duration> before(int failures, IjepaException error) {
    if (!error.isRetryable() || failures >= settings.maxAttempts()) {
      return Optional.empty();
    }
    Duration own = jittered(exponential(failures));
    // The server's word is a minimum: what is random comes on top, or all would return at once.
    return Optional.of(
        error.retryDelay().map(told -> told.plus(jittered(told).dividedBy(4))).orElse(own));
  }

  /** A tenth more or less, so that streams that began together do not move together. */
  Duration spread(Duration time) {
    return Duration.ofNanos((long) (time.toNanos() * (0.9 + 0.2 * random.nextDouble())));
  }

  /** Between none of it and all of it. */
  Duration partOf(Duration time) {
    return Duration.ofNanos((long) (time.toNanos() * random.nextDouble()));
  }

  private Duration exponential(int failures) {
    Duration max = settings.maxBackoff();
    int doublings = failures - 1;
    // 2^30 times anything is over the maximum already, and further doublings would overflow.
    if (doublings > 30) {
      return max;
    }
    Duration wait = settings.initialBackoff().multipliedBy(1L << doublings);
    return wait.compareTo(max) < 0 ? wait : max;
  }

  /** Between half of it and all of it. */
  private Duration jittered(Duration wait) {
    return Duration.ofNanos((long) (wait.toNanos() * (0.5 + 0.5 * random.nextDouble())));
  }
}
