package dev.ijepa.client.bench;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/** A distribution of times, each figure within 0.1 % of the measured one. All 0 if count is 0. */
public record Percentiles(
    long count,
    Duration mean,
    Duration p50,
    Duration p90,
    Duration p95,
    Duration p99,
    Duration p999,
    Duration max) {

  static Percentiles of(AbstractHistogram nanos) {
    return new Percentiles(
        nanos.getTotalCount(),
        Duration.ofNanos(Math.round(nanos.getMean())),
        at(nanos, 50),
        at(nanos, 90),
        at(nanos, 95),
        at(nanos, 99),
        at(nanos, 99.9),
        Duration.ofNanos(nanos.getMaxValue()));
  }

  private static Duration at(AbstractHistogram nanos, double percentile) {
    return Duration.ofNanos(nanos.getValueAtPercentile(percentile));
  }
}
