package dev.ijepa.server.catalog;

import dev.ijepa.models.head.Distance;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the images that a head has classified, by how far they are from its classes. Each decile
 * of the held-out images' distances has a count, so without drift all grow alike. Images that are
 * farther than all of those have a count of their own.
 */
public final class DistanceCounts {
  /** One for each decile, and one for what is beyond. */
  public static final int COUNTS = 11;

  private static final int DECILE_PERCENT = 10;

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(COUNTS).toArray(LongAdder[]::new);
  private final LongAdder rejected = new LongAdder();

  /** Counts an image. */
  public void count(Distance distance) {
    // The percentile is 100 from the farthest held-out image on.
    counts[Math.min(COUNTS - 1, (int) (distance.percentile() / DECILE_PERCENT))].increment();
    if (Boolean.TRUE.equals(distance.rejected())) {
      rejected.increment();
    }
  }

  /** The images of a decile, from 0; 10 are those beyond. */
  public long of(int decile) {
    return counts[decile].sum();
  }

  /** The images that were rejected. */
  public long rejected() {
    return rejected.sum();
  }
}
