package dev.ijepa.server.pipeline;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Priority;
import java.util.HashMap;
import java.util.Map;

/**
 * What each caller has of the budget of bytes, and whether it may have more by its own budget.
 *
 * <p>Batch work of a caller may take three quarters of the caller's budget, so that a stream that
 * always takes what it can get leaves room for the caller's single calls. An item is let through
 * whatever its size while the caller has nothing else of the same priority in flight: so no item
 * waits for ever.
 *
 * <p>Items of a caller that wait for their admission may take as much again: so a caller with many
 * streams leaves room for the items of others that wait. Not safe for use by several threads at
 * once.
 */
final class CallerUse {
  private static final class Use {
    long interactive;
    long batch;
    int items;
    long waiting;

    long of(Priority priority) {
      return priority == Priority.INTERACTIVE ? interactive : batch;
    }

    void add(Priority priority, long bytes) {
      if (priority == Priority.INTERACTIVE) {
        interactive += bytes;
      } else {
        batch += bytes;
      }
    }
  }

  private final CallerBudgets budgets;
  private final Map<Caller, Use> uses = new HashMap<>();

  CallerUse(CallerBudgets budgets) {
    this.budgets = budgets;
  }

  /** Whether the caller's own budget has room for an item. */
  boolean fits(Caller caller, Priority priority, long bytes) {
    Use use = uses.get(caller);
    if (use == null || use.of(priority) == 0) {
      return true;
    }
    long budget = budgets.bytes(caller);
    long most = priority == Priority.BATCH ? budget - budget / 4 : budget;
    // Each of them is far from an overflow: it is the size of something in the heap.
    return use.of(priority) + bytes <= most && use.interactive + use.batch + bytes <= budget;
  }

  /** The budget of a caller, in bytes. */
  long budget(Caller caller) {
    return budgets.bytes(caller);
  }

  /** An item of a caller takes so many bytes. */
  void take(Caller caller, Priority priority, long bytes) {
    Use use = made(caller);
    use.add(priority, bytes);
    use.items++;
  }

  /** An item of a caller gives back a part of its bytes. */
  void giveBack(Caller caller, Priority priority, long bytes) {
    use(caller).add(priority, -bytes);
  }

  /** An item of a caller gives back the rest of its bytes. */
  void release(Caller caller, Priority priority, long bytes) {
    giveBack(caller, priority, bytes);
    use(caller).items--;
    forgetIfUnused(caller);
  }

  /** Whether one more item of a caller may wait for its admission. */
  boolean mayWait(Caller caller, long bytes) {
    Use use = uses.get(caller);
    return use == null || use.waiting == 0 || use.waiting + bytes <= budgets.bytes(caller);
  }

  /** An item of a caller waits for its admission. */
  void waits(Caller caller, long bytes) {
    made(caller).waiting += bytes;
  }

  /** An item of a caller has ended to wait. */
  void waited(Caller caller, long bytes) {
    use(caller).waiting -= bytes;
    forgetIfUnused(caller);
  }

  private void forgetIfUnused(Caller caller) {
    Use use = use(caller);
    if (use.items == 0 && use.waiting == 0) {
      uses.remove(caller);
    }
  }

  private Use made(Caller caller) {
    return uses.computeIfAbsent(caller, unused -> new Use());
  }

  /** Callers that have something in flight, or that wait. */
  int callers() {
    return uses.size();
  }

  private Use use(Caller caller) {
    Use use = uses.get(caller);
    if (use == null) {
      throw new AssertionError(caller);
    }
    return use;
  }
}
