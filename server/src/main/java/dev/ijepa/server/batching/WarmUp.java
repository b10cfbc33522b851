package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import dev.ijepa.models.savedmodel.ModelInput;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model with every batch size before it serves, and measures the times.
 *
 * <p>Sizes double from 1, up to the operator's limit or to where a batch takes too long. Of those,
 * the largest that give hardly more images a second than smaller ones are not used.
 */
public final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 20;

  /** A size that is quick is run more often: what else the machine does weighs more there. */
  private static final long ENOUGH_NANOS = Duration.ofMillis(250).toNanos();

  /** After so long fewer runs will do, and whoever waits for the start is told how far it is. */
  private static final long LONG_NANOS = Duration.ofSeconds(1).toNanos();

  /** A doubled batch that gains less than this is not worth the latency. */
  private static final double LEAST_GAIN = 1.03;

  /** On all cores an item must be so much quicker: two that come together lose by it. */
  static final double LEAST_GAIN_ALONE = 1.15;

  private final Ticker ticker;
  private final int maxBatchSize;
  private final Duration maxBatchTime;

  /**
   * A measurement to be made.
   *
   * @param maxBatchSize the largest size to try
   * @param maxBatchTime no size that takes longer is used, unless it is 1
   */
  public WarmUp(Ticker ticker, int maxBatchSize, Duration maxBatchTime) {
    this.ticker = ticker;
    this.maxBatchSize = maxBatchSize;
    this.maxBatchTime = maxBatchTime;
  }

  /**
   * Measures a model.
   *
   * @param lanes how many batches are run at once
   * @param sample an input that asks for everything that the model can give
   */
  public BatchPlan measure(BatchEngine engine, int lanes, ModelInput sample) {
    try (ConcurrentRuns runs = new ConcurrentRuns(engine, lanes)) {
      NavigableMap<Integer, Duration> times = new TreeMap<>();
      for (int size = 1; size <= maxBatchSize; size *= 2) {
        if (size > 1 && times.lastEntry().getValue().multipliedBy(2).compareTo(maxBatchTime) > 0) {
          break;
        }
        times.put(size, time(runs, sample, size));
      }
      // From the top, not on the way up: one run that was disturbed must not end the search.
      while (times.size() > 1 && !isWorthItsLatency(times)) {
        times.pollLastEntry();
      }
      return new BatchPlan(lanes, times, timeAlone(engine, sample));
    }
  }

  /**
   * Runs a model once with each size of a plan that was measured before: first runs are slow.
   *
   * @param sample an input that asks for everything that the model can give
   */
  public void repeat(BatchEngine engine, BatchPlan plan, ModelInput sample) {
    try (ConcurrentRuns runs = new ConcurrentRuns(engine, plan.lanes())) {
      plan.sizes().forEach(size -> first(runs, sample, size));
    }
    if (plan.timeAlone().isPresent()) {
      engine.alone().orElseThrow().run(List.of(sample), 1);
    }
  }

  private Optional<Duration> timeAlone(BatchEngine engine, ModelInput sample) {
    if (engine.alone().isEmpty()) {
      return Optional.empty();
    }
    try (ConcurrentRuns inLane = new ConcurrentRuns(engine, 1);
        ConcurrentRuns onAll = new ConcurrentRuns(engine.alone().get(), 1)) {
      Duration time = time(onAll, sample, 1);
      return time(inLane, sample, 1).toNanos() >= LEAST_GAIN_ALONE * time.toNanos()
          ? Optional.of(time)
          : Optional.empty();
    }
  }

  private boolean isWorthItsLatency(NavigableMap<Integer, Duration> times) {
    BatchPlan smaller = new BatchPlan(1, times.headMap(times.lastKey(), false));
    return times.lastEntry().getValue().compareTo(maxBatchTime) <= 0
        && new BatchPlan(1, times).throughput() >= LEAST_GAIN * smaller.throughput();
  }

  /** The best of some runs: what disturbs a run only ever makes it slower. */
  private Duration time(ConcurrentRuns runs, ModelInput sample, int size) {
    first(runs, sample, size);
    var inputs = Collections.nCopies(size, sample);
    long begin = ticker.read();
    long best = Long.MAX_VALUE;
    for (int run = 0; run < MOST_RUNS; run++) {
      long start = ticker.read();
      if (isEnough(run, start - begin)) {
        break;
      }
      runs.run(inputs, size);
      best = Math.min(best, ticker.read() - start);
    }
    return Duration.ofNanos(best);
  }

  private void first(ConcurrentRuns runs, ModelInput sample, int size) {
    long begin = ticker.read();
    runs.run(Collections.nCopies(size, sample), size);
    long nanos = ticker.read() - begin;
    if (nanos >= LONG_NANOS) {
      log.info("Warm-up: the first batch of {} took {} s", size, "%.1f".formatted(nanos / 1e9));
    }
  }

  private static boolean isEnough(int runs, long nanos) {
    int least = nanos >= LONG_NANOS ? 1 : LEAST_RUNS;
    return runs >= least && nanos >= ENOUGH_NANOS;
  }
}
