package dev.ijepa.server.inference;

import com.google.common.primitives.Longs;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.item.ItemTimings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts the requests for one model. All counts change together, so that those of one answer of
 * {@link #read} are of the same requests.
 */
final class ModelCounts {
  /** What is known of the batches of one size; a batch that others share counts in parts. */
  private static final class Batches {
    private double count;
    private double inputNanos;
    private double inferNanos;
  }

  private final InstantSource clock;
  private final SortedMap<Integer, Batches> batches = new TreeMap<>();
  private long succeeded;
  private long succeededNanos;
  private long failed;
  private long failedNanos;
  private long queueNanos;
  private long inputNanos;
  private long inferNanos;
  private long outputNanos;
  private long images;
  private long lastMillis;

  ModelCounts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A request was computed. Its images are computed beside each other, so that of each step the
   * longest counts.
   *
   * @param nanos from its arrival until its response was written
   * @param itsOutputNanos the writing alone
   */
  synchronized void succeeded(List<FeatureResult> results, long nanos, long itsOutputNanos) {
    succeeded++;
    succeededNanos += nanos;
    outputNanos += itsOutputNanos;
    queueNanos += longest(results, ItemTimings::queue);
    inputNanos += longest(results, ItemTimings::preprocessing);
    inferNanos += longest(results, ItemTimings::inference);
    images += results.size();
    lastMillis = clock.millis();
    for (FeatureResult result : results) {
      ItemTimings timings = result.timings();
      double part = 1.0 / timings.batchSize();
      Batches its = batches.computeIfAbsent(timings.batchSize(), size -> new Batches());
      its.count += part;
      its.inputNanos += part * timings.preprocessing().toNanos();
      its.inferNanos += part * timings.inference().toNanos();
    }
  }

  private static long longest(List<FeatureResult> results, Function<ItemTimings, Duration> step) {
    return Longs.max(
        results.stream().mapToLong(result -> step.apply(result.timings()).toNanos()).toArray());
  }

  /**
   * A request failed.
   *
   * @param nanos from its arrival until its failure
   */
  synchronized void failed(long nanos) {
    failed++;
    failedNanos += nanos;
  }

  synchronized ModelStatistics read() {
    double executions = batches.values().stream().mapToDouble(its -> its.count).sum();
    return new ModelStatistics(
        succeeded,
        succeededNanos,
        failed,
        failedNanos,
        queueNanos,
        inputNanos,
        inferNanos,
        outputNanos,
        images,
        Math.round(executions),
        lastMillis,
        batches.entrySet().stream()
            .map(
                entry ->
                    new ModelStatistics.Batches(
                        entry.getKey(),
                        Math.round(entry.getValue().count),
                        Math.round(entry.getValue().inputNanos),
                        Math.round(entry.getValue().inferNanos)))
            .toList());
  }
}
