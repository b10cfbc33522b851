package dev.ijepa.server.observability;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTimings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one model's items. An item looks none of them up in the registry. */
final class ItemMetrics {
  private final MeterRegistry registry;
  private final String model;
  private final Counter computed;
  private final Map<Failure.Reason, Counter> failures = new ConcurrentHashMap<>();
  private final Timer queue;
  private final Timer preprocessing;
  private final Timer inference;
  private final Timer response;

  ItemMetrics(MeterRegistry registry, String model) {
    this.registry = registry;
    this.model = model;
    computed = counter("ok");
    queue = timer("queue");
    preprocessing = timer("preprocessing");
    inference = timer("inference");
    response = timer("response");
  }

  void count(Computed outcome) {
    computed.increment();
    ItemTimings timings = outcome.timings();
    queue.record(timings.queue());
    preprocessing.record(timings.preprocessing());
    inference.record(timings.inference());
  }

  void count(Failed outcome) {
    failures
        .computeIfAbsent(
            outcome.failure().reason(), reason -> counter(reason.name().toLowerCase(Locale.ROOT)))
        .increment();
  }

  void responded(long nanos) {
    response.record(Duration.ofNanos(nanos));
  }

  private Counter counter(String outcome) {
    return Counter.builder("ijepa.items")
        .description("Items that have their outcome")
        .tag("model", model)
        .tag("outcome", outcome)
        .register(registry);
  }

  private Timer timer(String stage) {
    return Timer.builder("ijepa.item.stage")
        .description("Time of an item in a stage")
        .publishPercentileHistogram()
        .tag("model", model)
        .tag("stage", stage)
        .register(registry);
  }
}
