package dev.ijepa.server.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows what items wait for before they reach a model, and the memory that they take. */
final class PipelineGauges implements MeterBinder {
  private final Admission admission;
  private final DecodeMemory decodeMemory;
  private final PreprocessingPool pool;

  PipelineGauges(Admission admission, DecodeMemory decodeMemory, PreprocessingPool pool) {
    this.admission = admission;
    this.decodeMemory = decodeMemory;
    this.pool = pool;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "ijepa.inflight.bytes",
        "Bytes of admitted items",
        admission,
        Admission::bytesInFlight);
    gauge(
        registry,
        "ijepa.inflight.bytes.limit",
        "The most bytes of admitted items",
        admission,
        Admission::capacity);
    gauge(registry, "ijepa.inflight.items", "Admitted items", admission, Admission::itemsInFlight);
    gauge(
        registry,
        "ijepa.waiting.bytes",
        "Bytes of items that wait to be admitted",
        admission,
        Admission::bytesWaiting);
    gauge(
        registry,
        "ijepa.decode.queued",
        "Images that wait for a decoding thread",
        pool,
        PreprocessingPool::queued);
    gauge(
        registry,
        "ijepa.decode.bytes",
        "Bytes of images that are being decoded",
        decodeMemory,
        DecodeMemory::bytesInUse);
  }

  private static <T> void gauge(
      MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }
}
