package dev.ijepa.server.pipeline;

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
  private final AtomicBoolean finished = new AtomicBoolean();

  ItemInFlight(
      FeatureRequest request, Lease lease, PipelineListener listener, OutcomeHandler handler) {
    this.model = request.model();
    this.interactive = request.terms().priority() == Priority.INTERACTIVE;
    this.outputBytes = request.outputBytes();
    this.lease = lease;
    this.listener = listener;
    this.handler = handler;
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
      if (computed) {
        model.computed();
      }
      listener.finished(model, outcome);
      lease.reduceTo(computed ? outputBytes : 0);
      handler.accept(outcome, lease);
    } catch (RuntimeException | Error e) {
      lease.release();
      throw e;
    } finally {
      model.release();
    }
  }
}
