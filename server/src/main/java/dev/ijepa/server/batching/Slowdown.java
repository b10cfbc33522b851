package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer batches take now than when they were measured: the warm-up had the machine for
 * itself, and a server shares its cores with decoding and with clients.
 *
 * <p>One factor for all sizes, an exponential moving average: were each size tracked by itself,
 * those not used lately would look better or worse than they are.
 *
 * <p>The factor returns to 1 while no batch runs. If every item has a deadline that the slowed
 * batches can't meet, no batch runs, and nothing else would correct the factor.
 */
final class Slowdown {
  private static final double WEIGHT = 0.1;

  /** A run that hung or that was the first of its kind says little about the next. */
  private static final double MOST = 10;

  /** Without batches, half of the excess over 1 is forgotten in this time, or in ten batches'. */
  private static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int HALF_LIFE_BATCHES = 10;

  private final Ticker ticker;

  // Guarded by this.
  private double factor = 1;
  private long seenNanos;
  private long halfLifeNanos = HALF_LIFE_NANOS;

  Slowdown(Ticker ticker) {
    this.ticker = ticker;
    this.seenNanos = ticker.read();
  }

  /** A batch has run, and ends now. */
  synchronized void observe(Duration planned, long nanos) {
    // A clock that is coarse may have measured nothing: 0 / 0 would be no factor for ever.
    double seen = Math.min(MOST, nanos / (double) Math.max(1, planned.toNanos()));
    long now = ticker.read();
    double before = factorAt(now - nanos);
    factor = before + WEIGHT * (seen - before);
    seenNanos = now;
    halfLifeNanos = Math.max(HALF_LIFE_NANOS, HALF_LIFE_BATCHES * nanos);
  }

  private double factorAt(long nanos) {
    long idle = Math.max(0, nanos - seenNanos);
    return 1 + (factor - 1) * Math.pow(0.5, idle / (double) halfLifeNanos);
  }

  /** Another plan holds: what was seen against the old one says nothing about it. */
  synchronized void reset() {
    factor = 1;
  }

  synchronized Duration of(Duration planned) {
    return Duration.ofNanos((long) (planned.toNanos() * factorAt(ticker.read())));
  }
}
