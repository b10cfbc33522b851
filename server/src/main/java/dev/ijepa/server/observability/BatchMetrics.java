package dev.ijepa.server.observability;

import dev.ijepa.server.batching.BatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What happens to the batches of one model. */
final class BatchMetrics implements BatchListener {
  static final String RUN = "ijepa.batch.run";

  private final DistributionSummary items;
  private final Counter padding;
  private final Counter failures;
  private final Timer run;
  private final Counter busy;

  BatchMetrics(MeterRegistry registry, String model) {
    items =
        DistributionSummary.builder("ijepa.batch.items")
            .description("Items of a batch")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .tag("model", model)
            .register(registry);
    padding =
        Counter.builder("ijepa.batch.padding")
            .description("Places of batches that were filled with nothing")
            .tag("model", model)
            .register(registry);
    failures =
        Counter.builder("ijepa.batch.failures")
            .description("Batches that could not be run, and were tried again in halves")
            .tag("model", model)
            .register(registry);
    run =
        Timer.builder(RUN)
            .description("Time that the device runs a batch")
            .tag("model", model)
            .register(registry);
    busy =
        Counter.builder("ijepa.lanes.busy.seconds")
            .description(
                "Time of lanes that ran batches; its rate divided by the lanes is the device's utilisation")
            .tag("model", model)
            .register(registry);
  }

  @Override
  public void batchRan(int count, int size, int lanes, long nanos) {
    items.record(count);
    padding.increment(size - count);
    run.record(Duration.ofNanos(nanos));
    busy.increment(lanes * (nanos / 1e9));
  }

  @Override
  public void batchFailed() {
    failures.increment();
  }
}
