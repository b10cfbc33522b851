package dev.ijepa.server.observability;

import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.FeatureRequest;
import dev.ijepa.server.pipeline.PipelineListener;
import dev.ijepa.server.pipeline.PreprocessingPool;
import dev.ijepa.server.rpc.GrpcServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;

/**
 * The server's own metrics. Labels are the models' names and the reasons of failures: nothing that
 * a client can make more of.
 */
final class ServerMetrics implements PipelineListener, BatchListener.Factory {
  private final MeterRegistry registry;

  @Inject
  ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(FeatureRequest request, ItemOutcome outcome) {
    String model = request.model().name();
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
    DistributionSummary items =
        DistributionSummary.builder("ijepa.batch.items")
            .description("Items of a batch")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .tag("model", name)
            .register(registry);
    Counter padding =
        Counter.builder("ijepa.batch.padding")
            .description("Places of batches that were filled with nothing")
            .tag("model", name)
            .register(registry);
    Timer busy =
        Timer.builder("ijepa.batch.run")
            .description("Time that the device runs a batch; its rate is the device's utilisation")
            .tag("model", name)
            .register(registry);
    return (count, size, nanos) -> {
      items.record(count);
      padding.increment(size - count);
      busy.record(Duration.ofNanos(nanos));
    };
  }

  /** Shows what waits where. */
  void watch(Admission admission, PreprocessingPool pool, ModelCatalog catalog) {
    Gauge.builder("ijepa.inflight.bytes", admission, Admission::bytesInFlight)
        .description("Bytes of admitted items")
        .register(registry);
    Gauge.builder("ijepa.inflight.bytes.limit", admission, Admission::capacity)
        .description("The most bytes of admitted items")
        .register(registry);
    Gauge.builder("ijepa.inflight.items", admission, Admission::itemsInFlight)
        .description("Admitted items")
        .register(registry);
    Gauge.builder("ijepa.decode.queued", pool, PreprocessingPool::queued)
        .description("Images that wait for a decoding thread")
        .register(registry);
    catalog
        .models()
        .forEach(
            model ->
                Gauge.builder("ijepa.batch.queued", model.scheduler(), s -> s.queued())
                    .description("Images that wait for a place in a batch")
                    .tag("model", model.name())
                    .register(registry));
  }

  /** Shows how many streams are open. */
  void watch(GrpcServer grpc) {
    Gauge.builder("ijepa.streams.open", grpc, GrpcServer::activeStreams)
        .description("Embed and Classify streams that are open")
        .register(registry);
  }
}
