package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.server.catalog.ServedModel;
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
  private final ServedModel model;
  private final boolean interactive;
  private final long outputBytes;
  private final Lease lease;
  private final PipelineListener listener;
  private final OutcomeHandler handler;
  private final Ticker ticker;
  private final AtomicBoolean finished = new AtomicBoolean();

  ItemInFlight(
      FeatureRequest request,
      Lease lease,
      PipelineListener listener,
      OutcomeHandler handler,
      Ticker ticker) {
    this.model = request.model();
    this.interactive = request.terms().priority() == Priority.INTERACTIVE;
    this.outputBytes = request.outputBytes();
    this.lease = lease;
    this.listener = listener;
    this.handler = handler;
    this.ticker = ticker;
    if (interactive) {
      model.countInteractive(1);
    }
  }

  void fail(Failure failure) {
    accept(new Failed(failure));
  }

  @Override
  public void accept(ItemOutcome outcome) {
    if (finished.getAndSet(true)) {
      return;
    }
    try {
      if (interactive) {
        model.countInteractive(-1);
      }
      boolean computed = outcome instanceof Computed;
      listener.finished(model, outcome);
      lease.reduceTo(computed ? outputBytes : 0);
      long start = ticker.read();
      handler.accept(outcome, lease);
      if (computed) {
        listener.responded(model, ticker.read() - start);
      }
    } catch (RuntimeException | Error e) {
      lease.release();
      throw e;
    } finally {
      model.release();
    }
  }
}
