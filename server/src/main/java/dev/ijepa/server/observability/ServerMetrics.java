package dev.ijepa.server.observability;

import com.google.common.base.Ticker;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
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
  private final Ticker ticker;
  private final Map<String, ItemMetrics> models = new ConcurrentHashMap<>();

  @Inject
  ServerMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  @Override
  public ItemObserver observe(String model, Caller caller, Priority priority) {
    ItemMetrics metrics = models.computeIfAbsent(model, name -> new ItemMetrics(registry, name));
    return new MeteredItem(metrics, ticker);
  }

  @Override
  public BatchListener forModel(String name) {
    return new BatchMetrics(registry, name);
  }

  /** One item. Its calls come one after the other, though in several threads. */
  private static final class MeteredItem implements ItemObserver {
    private final ItemMetrics metrics;
    private final Ticker ticker;
    private volatile long computedNanos;
    private volatile boolean isComputed;

    MeteredItem(ItemMetrics metrics, Ticker ticker) {
      this.metrics = metrics;
      this.ticker = ticker;
    }

    @Override
    public void finished(ItemOutcome outcome) {
      if (outcome instanceof Computed computed) {
        computedNanos = ticker.read();
        isComputed = true;
        metrics.count(computed);
      } else if (outcome instanceof Failed failed) {
        metrics.count(failed);
      }
    }

    @Override
    public void sent() {
      if (isComputed) {
        metrics.responded(ticker.read() - computedNanos);
      }
    }
  }
}
