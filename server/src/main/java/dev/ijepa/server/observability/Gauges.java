package dev.ijepa.server.observability;

import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.DecodeMemory;
import dev.ijepa.server.pipeline.PreprocessingPool;
import dev.ijepa.server.rpc.ActiveStreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;

/** What waits where, and what it takes; from when there is one. */
public final class Gauges {
  private final MeterRegistry registry;

  @Inject
  Gauges(
      MeterRegistry registry,
      Admission admission,
      DecodeMemory decodeMemory,
      PreprocessingPool pool,
      ModelCatalog catalog,
      ServerHealth health,
      Receptions receptions,
      ActiveStreams streams) {
    this.registry = registry;
    gauge("ijepa.inflight.bytes", "Bytes of admitted items", admission, Admission::bytesInFlight);
    gauge(
        "ijepa.inflight.bytes.limit",
        "The most bytes of admitted items",
        admission,
        Admission::capacity);
    gauge("ijepa.inflight.items", "Admitted items", admission, Admission::itemsInFlight);
    gauge(
        "ijepa.waiting.bytes",
        "Bytes of items that wait to be admitted",
        admission,
        Admission::bytesWaiting);
    gauge(
        "ijepa.receiving.bytes",
        "Bytes of messages that have come in part",
        receptions,
        Receptions::bytes);
    gauge(
        "ijepa.decode.queued",
        "Images that wait for a decoding thread",
        pool,
        PreprocessingPool::queued);
    gauge(
        "ijepa.decode.bytes",
        "Bytes of images that are being decoded",
        decodeMemory,
        DecodeMemory::bytesInUse);
    gauge(
        "ijepa.streams.open",
        "Embed and Classify streams that are open",
        streams,
        ActiveStreams::count);
    gauge(
        "ijepa.healthy",
        "Whether every model computes: 1, or 0",
        health,
        its -> its.isHealthy() ? 1 : 0);
    gauge(
        "ijepa.process.resident.bytes",
        "Physical memory of the process, with what native code takes",
        ResidentMemory.class,
        unused -> ResidentMemory.bytes());
    catalog.models().forEach(model -> watch(catalog, model.name()));
  }

  private void watch(ModelCatalog catalog, String model) {
    ofModel(
        "ijepa.batch.queued",
        "Images that wait for a place in a batch",
        catalog,
        model,
        BatchScheduler::queued);
    ofModel(
        "ijepa.batch.oldest.seconds",
        "How long the first of them has been waiting",
        catalog,
        model,
        lanes -> lanes.oldestAge().toNanos() / 1e9);
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  /** By name, and not the version that is served now: another may take its place. */
  private void ofModel(
      String name,
      String description,
      ModelCatalog catalog,
      String model,
      ToDoubleFunction<BatchScheduler> value) {
    Gauge.builder(
            name,
            catalog,
            models ->
                models.models().stream()
                    .filter(served -> served.name().equals(model))
                    .map(ServedModel::scheduler)
                    .mapToDouble(value)
                    .sum())
        .description(description)
        .tag("model", model)
        .register(registry);
  }
}
