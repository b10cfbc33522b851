package dev.ijepa.server.batching;

import dev.ijepa.server.batching.TakenBatch.Company;
import dev.ijepa.server.item.ModelEvents;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan that a scheduler works by, and what live batch times say about it.
 *
 * <p>A plan that was measured undisturbed stays as it is: batches that take longer are the load of
 * the hour ({@link Slowdown} follows it), not another machine. A plan comes into doubt if its
 * measurement was disturbed, or if batches run much faster than it says: noise never makes a batch
 * faster, so the measurement was the noise. A plan in doubt takes the times of live batches instead
 * of its own. Now and then another batch size, or the other way to compute a single image, is tried
 * on items that wait anyway. A new measurement ends the doubt.
 */
final class LivePlan {
  private static final Logger log = LoggerFactory.getLogger(LivePlan.class);

  /** A crowded or divided batch that takes less of its planned time contradicts the plan. */
  private static final double CONTRADICTION = 0.8;

  /** The same for a lonely batch. It may be twice as fast: two lanes can share a core. */
  private static final double LONELY_CONTRADICTION = 0.4;

  /** Runs that must be known before they count. */
  private static final int ENOUGH = 5;

  /** One in so many batches tries what too few runs are known of. */
  private static final int TRY_NEW = 8;

  /** One in so many batches tries what has not run for the longest time. */
  private static final int TRY_AGAIN = 64;

  /** Times that differ by less do not change the plan. */
  private static final double NOTABLE = 0.1;

  private final String name;
  private final boolean canDivide;
  private final Slowdown slowdown;
  private volatile BatchPlan now;
  private volatile boolean isDoubtful;

  // All below is guarded by this.
  private BatchPlan measured;
  private final NavigableMap<Integer, Recent> crowded = new TreeMap<>();
  private final Map<Integer, Long> lastTried = new HashMap<>();
  private Recent lonely = new Recent();
  private Recent divided = new Recent();
  private boolean hasDivided;
  private long crowdedTakes;
  private long lonelyTakes;

  /**
   * A plan that is not in doubt.
   *
   * @param name of the model, for the log
   * @param canDivide whether single images can be computed on the cores of all lanes
   * @param slowdown begins anew with each change of the plan
   */
  LivePlan(String name, BatchPlan measured, boolean canDivide, Slowdown slowdown) {
    this.name = name;
    this.canDivide = canDivide;
    this.slowdown = slowdown;
    this.measured = measured;
    this.now = measured;
    this.hasDivided = measured.timeAlone().isPresent();
  }

  /** The plan to work by now. */
  BatchPlan now() {
    return now;
  }

  boolean isDoubtful() {
    return isDoubtful;
  }

  void doubt() {
    isDoubtful = true;
  }

  /** Works by a plan that was measured undisturbed. */
  synchronized void adopt(BatchPlan plan) {
    if (plan.lanes() != measured.lanes()) {
      throw new IllegalArgumentException(
          "there are %d lanes, so a plan for %d can't be used"
              .formatted(measured.lanes(), plan.lanes()));
    }
    measured = plan;
    hasDivided |= plan.timeAlone().isPresent();
    crowded.clear();
    lastTried.clear();
    lonely = new Recent();
    divided = new Recent();
    isDoubtful = false;
    use(plan);
  }

  private void use(BatchPlan plan) {
    now = plan;
    slowdown.reset();
  }

  /**
   * How many of the waiting items to take, as {@link BatchPlan#take}; in doubt, sometimes what a
   * size that is to be tried holds.
   */
  int take(BatchPlan plan, int waiting, int others) {
    return isDoubtful && others == 0
        ? sizeToTry(plan, waiting).orElseGet(() -> plan.take(waiting, others))
        : plan.take(waiting, others);
  }

  private synchronized Optional<Integer> sizeToTry(BatchPlan plan, int waiting) {
    crowdedTakes++;
    List<Integer> full = plan.sizes().stream().filter(size -> size <= waiting).toList();
    Optional<Integer> size = Optional.empty();
    if (crowdedTakes % TRY_AGAIN == 0) {
      size = leastBy(full, each -> lastTried.getOrDefault(each, 0L));
    } else if (crowdedTakes % TRY_NEW == 0) {
      size = leastBy(full, each -> (long) runs(each)).filter(each -> runs(each) < ENOUGH);
    }
    size.ifPresent(each -> lastTried.put(each, crowdedTakes));
    return size;
  }

  private static Optional<Integer> leastBy(List<Integer> sizes, ToLongFunction<Integer> value) {
    return sizes.stream().min(Comparator.comparingLong(value));
  }

  private int runs(int size) {
    return crowded(size).count();
  }

  private Recent crowded(int size) {
    return crowded.computeIfAbsent(size, each -> new Recent());
  }

  /** Whether to compute a single item on the cores of all lanes; in doubt, sometimes the other. */
  boolean divides(BatchPlan plan) {
    boolean planned = plan.timeAlone().isPresent();
    boolean isOther = isDoubtful && canDivide && isOtherWayToTry();
    return planned != isOther;
  }

  private synchronized boolean isOtherWayToTry() {
    boolean isKnown = lonely.count() >= ENOUGH && divided.count() >= ENOUGH;
    lonelyTakes++;
    return lonelyTakes % (isKnown ? TRY_AGAIN : TRY_NEW) == 0;
  }

  /** A batch has run, with so many places. */
  synchronized void observe(TakenBatch batch, int size, long nanos) {
    if (nanos <= 0) {
      // A coarse clock has measured nothing.
      return;
    }
    Company company = batch.plan().lanes() == 1 ? alikeInOneLane(batch) : batch.company();
    switch (company) {
      case DIVIDED -> observeDivided(nanos);
      case LONELY -> {
        lonely.add(nanos);
        contradict(lonely, now.time(1), LONELY_CONTRADICTION);
      }
      case CROWDED -> {
        Recent recent = crowded(size);
        recent.add(nanos);
        contradict(recent, now.time(size), CONTRADICTION);
      }
      case MIXED -> {
        return;
      }
    }
    if (isDoubtful) {
      correct();
    }
  }

  /** One lane has all cores, whatever waits. */
  private static Company alikeInOneLane(TakenBatch batch) {
    return batch.company() == Company.DIVIDED ? Company.DIVIDED : Company.CROWDED;
  }

  private void observeDivided(long nanos) {
    if (!hasDivided) {
      // The first run packs weights.
      hasDivided = true;
      return;
    }
    divided.add(nanos);
    now.timeAlone().ifPresent(planned -> contradict(divided, planned, CONTRADICTION));
  }

  private void contradict(Recent recent, Duration planned, double share) {
    if (!isDoubtful
        && recent.count() == Recent.CAPACITY
        && recent.lowerQuartile() < share * planned.toNanos()) {
      isDoubtful = true;
      ModelEvents.about(name, log.atWarn())
          .log(
              "Model '{}': batches take {} ms that the plan expects to take {} ms, so the plan was measured on a busy machine. Live times correct it, and the model is measured again when the server is idle",
              name,
              milliseconds(recent.lowerQuartile()),
              milliseconds(planned.toNanos()));
    }
  }

  private void correct() {
    BatchPlan corrected = measured.withTimes(correctedTimes());
    Optional<Duration> alone = correctedAlone();
    corrected = alone.isPresent() ? corrected.withAlone(alone.get()) : corrected.withoutAlone();
    if (isNotable(corrected)) {
      use(corrected);
      ModelEvents.about(name, log.atDebug())
          .log("Model '{}': corrected by live times: {}", name, corrected);
    }
  }

  /** Of sizes that ran live, as they ran; of others, as much faster or slower than measured. */
  private Map<Integer, Duration> correctedTimes() {
    double factor = factor();
    Map<Integer, Duration> times = new HashMap<>();
    for (int size : measured.sizes()) {
      times.put(
          size,
          runs(size) >= ENOUGH
              ? Duration.ofNanos(crowded(size).lowerQuartile())
              : scaled(measured.time(size), factor));
    }
    return times;
  }

  /** Live times through measured ones, the middle of all sizes. */
  private double factor() {
    double[] factors =
        measured.sizes().stream()
            .filter(size -> runs(size) >= ENOUGH)
            .mapToDouble(
                size -> crowded(size).lowerQuartile() / (double) nanos(measured.time(size)))
            .sorted()
            .toArray();
    return factors.length == 0 ? 1 : factors[factors.length / 2];
  }

  private Optional<Duration> correctedAlone() {
    if (divided.count() < ENOUGH || lonely.count() < ENOUGH) {
      return measured.timeAlone().map(time -> scaled(time, factor()));
    }
    long onAllCores = Math.max(1, divided.lowerQuartile());
    long inLane = lonely.lowerQuartile();
    boolean isWorthIt = inLane >= WarmUp.LEAST_GAIN_ALONE * onAllCores;
    return isWorthIt ? Optional.of(Duration.ofNanos(onAllCores)) : Optional.empty();
  }

  private boolean isNotable(BatchPlan corrected) {
    return corrected.timeAlone().isPresent() != now.timeAlone().isPresent()
        || differs(
            corrected.timeAlone().orElse(Duration.ZERO), now.timeAlone().orElse(Duration.ZERO))
        || measured.sizes().stream()
            .anyMatch(size -> differs(corrected.time(size), now.time(size)));
  }

  private static boolean differs(Duration one, Duration other) {
    return Math.abs(one.toNanos() - other.toNanos()) > NOTABLE * other.toNanos();
  }

  private static Duration scaled(Duration time, double factor) {
    return Duration.ofNanos(Math.max(1, (long) (time.toNanos() * factor)));
  }

  private static long nanos(Duration time) {
    return Math.max(1, time.toNanos());
  }

  private static String milliseconds(long nanos) {
    return "%.1f".formatted(nanos / 1e6);
  }
}
