package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.item.Failure;
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
  private final PipelineListener listener;
  private final OutcomeHandler handler;
  private final Ticker ticker;
  private final AtomicBoolean finished = new AtomicBoolean();
  private volatile Lease lease = Lease.NONE;

  /** Takes over the request's use of its model; if this throws, the caller has it still. */
  ItemInFlight(
      FeatureRequest request, PipelineListener listener, OutcomeHandler handler, Ticker ticker) {
    this.interactive = request.terms().priority() == Priority.INTERACTIVE;
    this.outputBytes = request.outputBytes();
    this.listener = listener;
    this.handler = handler;
    this.ticker = ticker;
    this.use = request.use().handOver();
    if (interactive) {
      use.model().countInteractive(1);
    }
  }

  /** It has its share of the budget. */
  void admitted(Lease lease) {
    this.lease = lease;
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
      Exhaustive.run(() -> listener.finished(use.model(), outcome), () -> answer(outcome));
    }
  }

  private void answer(ItemOutcome outcome) {
    try {
      boolean computed = outcome instanceof Computed;
      lease.reduceTo(computed ? outputBytes : 0);
      long start = ticker.read();
      handler.accept(outcome, lease);
      if (computed) {
        listener.responded(use.model(), ticker.read() - start);
      }
    } catch (RuntimeException | Error e) {
      lease.release();
      throw e;
    }
  }
}
