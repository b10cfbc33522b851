package dev.ijepa.server.tracing;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.Priority;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Inject;

/** Traces the items of sampled calls. Others get no observer. */
final class TracedItems implements ItemObserver.Factory {
  private final Tracer tracer;
  private final BatchSpans batches;

  @Inject
  TracedItems(Tracer tracer, BatchSpans batches) {
    this.tracer = tracer;
    this.batches = batches;
  }

  @Override
  public ItemObserver observe(String model, Caller caller, Priority priority) {
    CallTrace call = CallTrace.current();
    if (call == null || !call.takesItem()) {
      return ItemObserver.NONE;
    }
    return new TracedItem(tracer, batches, call, model, priority);
  }
}
