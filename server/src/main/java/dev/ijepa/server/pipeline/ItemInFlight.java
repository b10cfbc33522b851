package dev.ijepa.server.pipeline;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.Priority;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The one outcome of a request: the first that comes is told, and what the request holds is given
 * back. It does not hold the image, which is not needed that long.
 */
final class ItemInFlight implements Consumer<ItemOutcome> {
  private final ModelUse use;
  private final boolean interactive;
  private final long outputBytes;
  private final ItemObserver observer;
  private final OutcomeHandler handler;
  private final AtomicBoolean finished = new AtomicBoolean();
  private volatile Lease lease = Lease.NONE;

  /** Takes over the request's use of its model; if this throws, the caller has it still. */
  ItemInFlight(FeatureRequest request, OutcomeHandler handler) {
    this.interactive = request.terms().priority() == Priority.INTERACTIVE;
    this.outputBytes = request.outputBytes();
    this.observer = request.terms().observer();
    this.handler = handler;
    this.use = request.use().handOver();
    if (interactive) {
      use.model().countInteractive(1);
    }
  }

  /** It has its share of the budget. */
  void admitted(Lease lease) {
    this.lease = lease;
    observer.admitted();
  }

  /** It holds no more than so many bytes of the budget from now on. */
  void reduceTo(long bytes) {
    lease.reduceTo(bytes);
  }

  void fail(Failure failure) {
    accept(new Failed(failure));
  }

  @Override
  public void accept(ItemOutcome outcome) {
    if (finished.getAndSet(true)) {
      return;
    }
    try (use) {
      if (interactive) {
        use.model().countInteractive(-1);
      }
      Exhaustive.run(() -> observer.finished(outcome), () -> answer(outcome));
    }
  }

  private void answer(ItemOutcome outcome) {
    try {
      lease.reduceTo(outcome instanceof Computed ? outputBytes : 0);
      handler.accept(outcome, lease);
    } catch (RuntimeException | Error e) {
      lease.release();
      throw e;
    }
  }
}
