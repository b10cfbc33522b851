package dev.ijepa.server.pipeline;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import java.util.ArrayList;
import java.util.List;

/**
 * The one outcome of several items: those of all of them, or the failure of the first that fails.
 * That cancels the others.
 */
final class JoinedOutcome {
  private final OutcomesHandler handler;
  private final Runnable cancelRest;

  // Guarded by this until it is over; then nothing is added.
  private final ItemOutcome[] outcomes;
  private final List<Lease> leases = new ArrayList<>();
  private boolean over;

  /**
   * Of so many items.
   *
   * @param cancelRest cancels those that have no outcome yet
   */
  JoinedOutcome(int items, OutcomesHandler handler, Runnable cancelRest) {
    this.outcomes = new ItemOutcome[items];
    this.handler = handler;
    this.cancelRest = cancelRest;
  }

  /** Hears the outcome of one of them. */
  OutcomeHandler of(int item) {
    return (outcome, lease) -> accept(item, outcome, lease);
  }

  synchronized boolean isOver() {
    return over;
  }

  private void accept(int item, ItemOutcome outcome, Lease lease) {
    boolean isLate;
    boolean isLast;
    synchronized (this) {
      isLate = over;
      if (!isLate) {
        outcomes[item] = outcome;
        leases.add(lease);
        over = outcome instanceof Failed || leases.size() == outcomes.length;
      }
      isLast = over && !isLate;
    }
    if (isLate) {
      lease.release();
    } else if (isLast) {
      end(item, outcome);
    }
  }

  private void end(int item, ItemOutcome last) {
    if (last instanceof Failed failed) {
      ItemOutcome named = new Failed(failed.failure().ofItem(item, outcomes.length));
      Exhaustive.run(
          this::releaseAll, cancelRest, () -> handler.accept(List.of(named), Lease.NONE));
      return;
    }
    try {
      handler.accept(List.of(outcomes), new WholeLease());
    } catch (RuntimeException | Error e) {
      releaseAll();
      throw e;
    }
  }

  private void releaseAll() {
    leases.forEach(Lease::release);
  }

  /** What all items hold for the answer. */
  private final class WholeLease implements Lease {
    @Override
    public void reduceTo(long bytes) {
      throw new UnsupportedOperationException("an answer is released as a whole");
    }

    @Override
    public void release() {
      releaseAll();
    }
  }
}
