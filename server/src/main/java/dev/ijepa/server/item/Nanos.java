package dev.ijepa.server.item;

import com.google.common.math.LongMath;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Nanoseconds that never overflow. A duration or a sum that a {@code long} can't hold becomes the
 * longest one that it can, 292 years: operators and clients may write any duration, and none of
 * them may wrap around to the past.
 */
public final class Nanos {
  private Nanos() {}

  /** A duration in nanoseconds. {@link Duration#toNanos} throws where this saturates. */
  public static long of(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  /** The time so long after another, or the sum of two durations. */
  public static long plus(long nanos, long more) {
    return LongMath.saturatedAdd(nanos, more);
  }

  /** The time so long before another, or the time between the two. */
  public static long minus(long nanos, long less) {
    return LongMath.saturatedSubtract(nanos, less);
  }
}
