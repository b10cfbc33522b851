package dev.ijepa.client.bench;

import dev.ijepa.client.internal.WireDuration;
import dev.ijepa.v1.Timings;
import java.time.Duration;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Adds up the times of answers, from any thread. */
final class ServerTimesSum {
  private final LongAdder items = new LongAdder();
  private final LongAdder queue = new LongAdder();
  private final LongAdder preprocessing = new LongAdder();
  private final LongAdder inference = new LongAdder();
  private final DoubleAdder runs = new DoubleAdder();

  void add(Timings timings) {
    items.increment();
    queue.add(WireDuration.of(timings.getQueue()).toNanos());
    preprocessing.add(WireDuration.of(timings.getPreprocessing()).toNanos());
    inference.add(WireDuration.of(timings.getInference()).toNanos());
    // Each of the n items of a run is told of it: together they are one.
    runs.add(1.0 / Math.max(1, timings.getBatchSize()));
  }

  ServerTimes mean() {
    long n = Math.max(1, items.sum());
    double batchSize = items.sum() == 0 ? 0 : items.sum() / runs.sum();
    return new ServerTimes(
        Duration.ofNanos(queue.sum() / n),
        Duration.ofNanos(preprocessing.sum() / n),
        Duration.ofNanos(inference.sum() / n),
        batchSize);
  }
}
