package dev.ijepa.server.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Gives the timer of gRPC calls a few buckets, so that an operator can say which share of the calls
 * took less than a time. Few: there is a series for each bucket, method and status.
 */
final class CallBuckets implements MeterFilter {
  private static final String CALLS = "grpc.server.processing.duration";

  private static final double[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return id.getName().equals(CALLS)
        ? DistributionStatisticConfig.builder()
            .serviceLevelObjectives(BUCKETS)
            .build()
            .merge(config)
        : config;
  }
}
