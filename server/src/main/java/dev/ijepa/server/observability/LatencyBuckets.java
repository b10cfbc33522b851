package dev.ijepa.server.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the timers of calls, items, stages and batches the same few buckets, so that an operator
 * can say which share took less than a time. Few: there is a series for each bucket and label.
 */
final class LatencyBuckets implements MeterFilter {
  private static final Set<String> TIMERS =
      Set.of(
          "grpc.server.processing.duration",
          "ijepa.http.request.duration",
          ItemMetrics.DURATION,
          ItemMetrics.STAGE,
          BatchMetrics.RUN);

  private static final double[] BUCKETS =
      Stream.of(1, 5, 10, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return TIMERS.contains(id.getName())
        ? DistributionStatisticConfig.builder()
            .serviceLevelObjectives(BUCKETS)
            .build()
            .merge(config)
        : config;
  }
}
