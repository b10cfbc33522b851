package dev.ijepa.server.observability;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one model's items. An item looks none of them up in the registry. */
final class ItemMetrics {
  static final String DURATION = "ijepa.item.duration";
  static final String STAGE = "ijepa.item.stage";

  private final MeterRegistry registry;
  private final String model;
  private final Counter computed;
  private final Map<Failure.Reason, Counter> failures = new ConcurrentHashMap<>();
  private final Timer queue;
  private final Timer preprocessing;
  private final Timer inference;
  private final Timer response;
  private final Timer interactive;
  private final Timer batch;

  /** Items without an outcome. */
  private final Set<MeteredItem> unfinished = ConcurrentHashMap.newKeySet();

  ItemMetrics(MeterRegistry registry, String model) {
    this.registry = registry;
    this.model = model;
    computed = counter("ok");
    queue = stage("queue");
    preprocessing = stage("preprocessing");
    inference = stage("inference");
    response = stage("response");
    interactive = duration(Priority.INTERACTIVE);
    batch = duration(Priority.BATCH);
  }

  /** Shows the age of the oldest item without an outcome. */
  void showOldest(Ticker ticker) {
    Gauge.builder("ijepa.item.oldest.seconds", unfinished, items -> oldest(items, ticker.read()))
        .description("Age of the oldest item that has no outcome yet")
        .tag("model", model)
        .register(registry);
  }

  private static double oldest(Set<MeteredItem> items, long nowNanos) {
    return items.stream().mapToLong(item -> nowNanos - item.beganNanos()).max().orElse(0) / 1e9;
  }

  void began(MeteredItem item) {
    unfinished.add(item);
  }

  void finished(MeteredItem item) {
    unfinished.remove(item);
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
        .computeIfAbsent(outcome.failure().reason(), reason -> counter(reason.label()))
        .increment();
  }

  /**
   * The response of a computed item has left.
   *
   * @param responseNanos since the outcome
   * @param itemNanos since the item was received
   */
  void responded(Priority priority, long responseNanos, long itemNanos) {
    response.record(Duration.ofNanos(responseNanos));
    (priority == Priority.INTERACTIVE ? interactive : batch).record(Duration.ofNanos(itemNanos));
  }

  private Counter counter(String outcome) {
    return Counter.builder("ijepa.items")
        .description("Items that have their outcome")
        .tag("model", model)
        .tag("outcome", outcome)
        .register(registry);
  }

  private Timer stage(String stage) {
    return Timer.builder(STAGE)
        .description("Time of an item in a stage")
        .tag("model", model)
        .tag("stage", stage)
        .register(registry);
  }

  private Timer duration(Priority priority) {
    return Timer.builder(DURATION)
        .description(
            "Time of an item that was answered, from its message until its response is handed to the transport")
        .tag("model", model)
        .tag("priority", priority.label())
        .register(registry);
  }
}
