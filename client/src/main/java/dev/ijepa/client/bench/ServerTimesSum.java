package dev.ijepa.client.bench;

import com.google.protobuf.Duration;
import dev.ijepa.v1.Timings;
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
    queue.add(nanos(timings.getQueue()));
    preprocessing.add(nanos(timings.getPreprocessing()));
    inference.add(nanos(timings.getInference()));
    // Each of the n items of a run is told of it: together they are one.
    runs.add(1.0 / Math.max(1, timings.getBatchSize()));
  }

  ServerTimes mean() {
    long n = Math.max(1, items.sum());
    double batchSize = items.sum() == 0 ? 0 : items.sum() / runs.sum();
    return new ServerTimes(
        java.time.Duration.ofNanos(queue.sum() / n),
        java.time.Duration.ofNanos(preprocessing.sum() / n),
        java.time.Duration.ofNanos(inference.sum() / n),
        batchSize);
  }

  private static long nanos(Duration duration) {
    return duration.getSeconds() * 1_000_000_000L + duration.getNanos();
  }
}
