package dev.ijepa.server.observability;

import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.pipeline.PipelineListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;

/**
 * What happens to items. Labels are the models' names and the reasons of failures: nothing that a
 * client can make more of.
 */
final class ServerMetrics implements PipelineListener, BatchListener.Factory {
  private final MeterRegistry registry;

  @Inject
  ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(ServedModel served, ItemOutcome outcome) {
    String model = served.name();
    if (outcome instanceof ItemOutcome.Computed computed) {
      count(model, "ok");
      ItemTimings timings = computed.timings();
      stage(model, "queue", timings.queue());
      stage(model, "preprocessing", timings.preprocessing());
      stage(model, "inference", timings.inference());
    } else if (outcome instanceof ItemOutcome.Failed failed) {
      count(model, failed.failure().reason().name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void responded(ServedModel served, long nanos) {
    stage(served.name(), "response", Duration.ofNanos(nanos));
  }

  private void count(String model, String outcome) {
    Counter.builder("ijepa.items")
        .description("Items that have their outcome")
        .tag("model", model)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  private void stage(String model, String stage, Duration time) {
    Timer.builder("ijepa.item.stage")
        .description("Time of an item in a stage")
        .publishPercentileHistogram()
        .tag("model", model)
        .tag("stage", stage)
        .register(registry)
        .record(time);
  }

  @Override
  public BatchListener forModel(String name) {
    return new BatchMetrics(registry, name);
  }
}
