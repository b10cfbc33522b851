package dev.ijepa.server.observability;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.Priority;

/** Counts and times one item. Its calls come one after the other, though in several threads. */
final class MeteredItem implements ItemObserver {
  private final ItemMetrics metrics;
  private final Refusals refusals;
  private final Priority priority;
  private final Ticker ticker;
  private final long beganNanos;
  private volatile long computedNanos;
  private volatile boolean isComputed;

  MeteredItem(ItemMetrics metrics, Refusals refusals, Priority priority, Ticker ticker) {
    this.metrics = metrics;
    this.refusals = refusals;
    this.priority = priority;
    this.ticker = ticker;
    this.beganNanos = ticker.read();
  }

  /** On the server's ticker. */
  long beganNanos() {
    return beganNanos;
  }

  @Override
  public void finished(ItemOutcome outcome) {
    metrics.finished(this);
    if (outcome instanceof Computed computed) {
      computedNanos = ticker.read();
      isComputed = true;
      metrics.count(computed);
    } else if (outcome instanceof Failed failed) {
      metrics.count(failed);
      failed.failure().refusal().ifPresent(refusals::count);
    }
  }

  @Override
  public void sent() {
    if (isComputed) {
      long now = ticker.read();
      metrics.responded(priority, now - computedNanos, now - beganNanos);
    }
  }
}
