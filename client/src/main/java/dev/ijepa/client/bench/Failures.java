package dev.ijepa.client.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts failures by status and reason, from any thread. */
final class Failures {
  private final ConcurrentMap<Kind, Count> counts = new ConcurrentHashMap<>();

  private record Kind(String code, String reason) {}

  private static final class Count {
    final LongAdder all = new LongAdder();
    final ConcurrentHistogram delays = Histograms.ofTimes();
  }

  void add(Failure failure) {
    Count count =
        counts.computeIfAbsent(
            new Kind(failure.code().name(), failure.reason()), kind -> new Count());
    count.all.increment();
    Duration delay = failure.retryDelay();
    if (delay != null) {
      Histograms.record(count.delays, delay.toNanos());
    }
  }

  /** The most frequent first. */
  List<FailureCount> counts() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new FailureCount(
                    entry.getKey().code(),
                    entry.getKey().reason(),
                    entry.getValue().all.sum(),
                    Percentiles.of(entry.getValue().delays)))
        .sorted(Comparator.comparingLong(FailureCount::count).reversed())
        .toList();
  }
}
