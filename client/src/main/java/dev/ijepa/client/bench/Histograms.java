package dev.ijepa.client.bench;

import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;

/** Histograms of ns, from a microsecond to an hour, three digits. Writers need no lock. */
final class Histograms {
  private static final long LONGEST = Duration.ofHours(1).toNanos();
  private static final long FINEST = Duration.ofNanos(1_000).toNanos();
  private static final int DIGITS = 3;

  private Histograms() {}

  static ConcurrentHistogram ofTimes() {
    return new ConcurrentHistogram(FINEST, LONGEST, DIGITS);
  }

  static void record(ConcurrentHistogram histogram, long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
  }
}
