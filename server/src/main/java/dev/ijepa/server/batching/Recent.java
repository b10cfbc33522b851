package dev.ijepa.server.batching;

import java.util.Arrays;

/** The latest few times of one kind of run, in nanoseconds. Not safe for use by many threads. */
final class Recent {
  static final int CAPACITY = 16;

  private final long[] times = new long[CAPACITY];
  private int added;

  void add(long nanos) {
    times[added % CAPACITY] = nanos;
    // Only whether it is full counts from here on: it must not overflow.
    added = added + 1 < 2 * CAPACITY ? added + 1 : CAPACITY;
  }

  /** How many are known, at most {@link #CAPACITY}. */
  int count() {
    return Math.min(added, CAPACITY);
  }

  /**
   * A quarter of the runs were as fast as this or faster: what disturbs a run makes it slower, so
   * this is nearer to an undisturbed run than the median, and no single run decides it.
   *
   * @throws ArrayIndexOutOfBoundsException if none is known
   */
  long lowerQuartile() {
    long[] sorted = Arrays.copyOf(times, count());
    Arrays.sort(sorted);
    return sorted[sorted.length / 4];
  }
}
