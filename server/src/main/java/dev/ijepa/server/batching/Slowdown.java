package dev.ijepa.server.batching;

import java.time.Duration;

/**
 * How much longer batches take now than when they were measured: the warm-up had the machine for
 * itself, and a server shares its cores with decoding and with clients.
 *
 * <p>One factor for all sizes, an exponential moving average: were each size tracked by itself,
 * those not used lately would look better or worse than they are.
 */
final class Slowdown {
  private static final double WEIGHT = 0.1;

  /** A run that hung or that was the first of its kind says little about the next. */
  private static final double MOST = 10;

  private volatile double factor = 1;

  /** A batch ran. */
  synchronized void observe(Duration planned, long nanos) {
    // A clock that is coarse may have measured nothing: 0 / 0 would be no factor for ever.
    double seen = Math.min(MOST, nanos / (double) Math.max(1, planned.toNanos()));
    factor += WEIGHT * (seen - factor);
  }

  /** Another plan holds: what was seen against the old one says nothing about it. */
  synchronized void reset() {
    factor = 1;
  }

  Duration of(Duration planned) {
    return Duration.ofNanos((long) (planned.toNanos() * factor));
  }
}
