package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import dev.ijepa.models.savedmodel.ModelInput;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a model with every batch size before it serves, and measures the times.
 *
 * <p>Sizes double from 1. It stops where a larger size gives hardly more images a second, where a
 * batch takes too long, or at the operator's limit.
 */
public final class WarmUp {
  private static final int MEASURED_RUNS = 3;

  /** A doubled batch that gains less than this is not worth the latency. */
  private static final double LEAST_GAIN = 1.03;

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
   * @param sample an input that asks for everything that the model can give
   */
  public BatchPlan measure(BatchEngine engine, ModelInput sample) {
    Map<Integer, Duration> times = new TreeMap<>();
    times.put(1, time(engine, sample, 1));
    for (int size = 2; size <= maxBatchSize; size *= 2) {
      long smaller = new BatchPlan(times).time(size / 2).toNanos();
      if (2 * smaller > maxBatchTime.toNanos()) {
        break;
      }
      Duration time = time(engine, sample, size);
      if (time.compareTo(maxBatchTime) > 0 || 2.0 * smaller / time.toNanos() < LEAST_GAIN) {
        break;
      }
      times.put(size, time);
    }
    return new BatchPlan(times);
  }

  /** The best of some runs: what disturbs a run only ever makes it slower. */
  private Duration time(BatchEngine engine, ModelInput sample, int size) {
    var inputs = Collections.nCopies(size, sample);
    engine.run(inputs, size);
    long best = Long.MAX_VALUE;
    for (int run = 0; run < MEASURED_RUNS; run++) {
      long start = ticker.read();
      engine.run(inputs, size);
      best = Math.min(best, ticker.read() - start);
    }
    return Duration.ofNanos(best);
  }
}
