package dev.ijepa.server.batching;

import com.google.common.collect.Maps;
import com.google.common.math.IntMath;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many batches of a model are run at once, their sizes, and the time that each was measured to
 * take while as many others ran.
 *
 * <p>Sizes are few and fixed: the first run of each costs seconds (kernels are chosen, weights are
 * packed).
 */
public final class BatchPlan {
  /** How much longer those may take who share a batch with others that nobody waits for. */
  private static final double BEARABLE_DELAY = 1.2;

  private final int lanes;
  private final NavigableMap<Integer, Duration> times;
  private final Optional<Duration> timeAlone;

  /** A plan in which an item that comes alone is computed as any other. */
  public BatchPlan(int lanes, Map<Integer, Duration> times) {
    this(lanes, times, Optional.empty());
  }

  /**
   * A plan.
   *
   * @param lanes batches that run at once, at least 1
   * @param times by batch size; at least size 1
   * @param timeAlone of one item on the cores of all lanes, if it gains by them
   */
  public BatchPlan(int lanes, Map<Integer, Duration> times, Optional<Duration> timeAlone) {
    if (!times.containsKey(1)) {
      throw new IllegalArgumentException("a batch of one must be possible, not only " + times);
    }
    this.lanes = lanes;
    this.timeAlone = timeAlone;
    this.times = Collections.unmodifiableNavigableMap(new TreeMap<>(times));
  }

  /** The same, but an item that comes alone is computed as any other. */
  public BatchPlan withoutAlone() {
    return new BatchPlan(lanes, times);
  }

  /** The same, but an item that comes alone takes so long on the cores of all lanes. */
  BatchPlan withAlone(Duration time) {
    return new BatchPlan(lanes, times, Optional.of(time));
  }

  /**
   * The same with fewer sizes.
   *
   * @param sizes of this plan; 1 is one of them
   */
  public BatchPlan withSizes(Collection<Integer> sizes) {
    return withTimes(Maps.filterKeys(times, sizes::contains));
  }

  /** The same lanes, with other times. */
  BatchPlan withTimes(Map<Integer, Duration> times) {
    return new BatchPlan(lanes, times, timeAlone);
  }

  /** Batches that run at once. */
  public int lanes() {
    return lanes;
  }

  /** The largest size. */
  public int maxSize() {
    return times.lastKey();
  }

  /** The sizes, smallest first. */
  public List<Integer> sizes() {
    return List.copyOf(times.keySet());
  }

  /** How long a batch takes that holds so many items. */
  public Duration time(int items) {
    return times.ceilingEntry(Math.min(items, maxSize())).getValue();
  }

  /**
   * How long one item takes that has the cores of all lanes for itself. Empty if it gains nothing
   * by them.
   */
  public Optional<Duration> timeAlone() {
    return timeAlone;
  }

  /** The size to run so many items with: the smallest that holds them. */
  public int sizeFor(int items) {
    return times.ceilingKey(items);
  }

  /** The largest size under that of so many items; 0 if there is none. */
  int smallerThan(int items) {
    Integer smaller = times.lowerKey(sizeFor(Math.min(items, maxSize())));
    return smaller == null ? 0 : smaller;
  }

  /**
   * How many of the waiting items to take: the number that gives the most images a second. Where a
   * full smaller batch is faster than a padded larger one, the rest waits for the next.
   *
   * @param waiting at least 1
   * @param others lanes that are free too, and shall have their share
   */
  public int take(int waiting, int others) {
    return take(IntMath.divide(waiting, 1 + others, RoundingMode.CEILING));
  }

  private int take(int waiting) {
    int best = 1;
    double bestRate = 0;
    for (Map.Entry<Integer, Duration> size : times.entrySet()) {
      int items = Math.min(waiting, size.getKey());
      double rate = items / (double) size.getValue().toNanos();
      // Of equals the larger: fewer runs.
      if (rate >= bestRate) {
        best = items;
        bestRate = rate;
      }
    }
    return best;
  }

  /**
   * How many of the waiting items to take where somebody waits for the first of them: these, and as
   * many others as hardly delay them.
   *
   * @param urgent how many somebody waits for, at least 1
   * @param waiting all that wait
   * @param others lanes that are free too, and shall have their share
   */
  public int takeUrgent(int urgent, int waiting, int others) {
    double bearable = BEARABLE_DELAY * time(take(urgent, others)).toNanos();
    int size =
        times.entrySet().stream()
            .filter(entry -> entry.getValue().toNanos() <= bearable)
            .mapToInt(Map.Entry::getKey)
            .max()
            .orElseThrow();
    return Math.min(waiting, size);
  }

  /** Images a second when there is always enough to do. */
  public double throughput() {
    return times.entrySet().stream()
        .mapToDouble(size -> lanes * size.getKey() * 1e9 / size.getValue().toNanos())
        .max()
        .orElseThrow();
  }

  @Override
  public String toString() {
    String sizes =
        times.entrySet().stream()
            .map(size -> "%d in %s".formatted(size.getKey(), milliseconds(size.getValue())))
            .collect(Collectors.joining(", "));
    return "%d at once, of %s%s"
        .formatted(
            lanes, sizes, timeAlone.map(time -> "; one alone in " + milliseconds(time)).orElse(""));
  }

  private static String milliseconds(Duration time) {
    return "%.1f ms".formatted(time.toNanos() / 1e6);
  }
}
