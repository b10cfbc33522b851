package dev.ijepa.server.observability;

import com.google.common.base.Ticker;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.Priority;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times items and batches. Labels are the names of models and the reasons of failures: a
 * client can make no more of them.
 */
final class ServerMetrics implements ItemObserver.Factory, BatchListener.Factory {
  private final MeterRegistry registry;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Map<String, ItemMetrics> models = new ConcurrentHashMap<>();

  @Inject
  ServerMetrics(MeterRegistry registry, Refusals refusals, Ticker ticker) {
    this.registry = registry;
    this.refusals = refusals;
    this.ticker = ticker;
  }

  @Override
  public ItemObserver observe(String model, Caller caller, Priority priority) {
    ItemMetrics metrics = metrics(model);
    MeteredItem item = new MeteredItem(metrics, refusals, priority, ticker);
    metrics.began(item);
    return item;
  }

  private ItemMetrics metrics(String model) {
    return models.computeIfAbsent(
        model,
        name -> {
          ItemMetrics metrics = new ItemMetrics(registry, name);
          metrics.showOldest(ticker);
          return metrics;
        });
  }

  /** The meters of the model's items are there from here on, before the first item. */
  @Override
  public BatchListener forModel(String name) {
    metrics(name);
    return new BatchMetrics(registry, name);
  }
}
