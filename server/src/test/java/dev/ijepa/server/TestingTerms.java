package dev.ijepa.server;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.function.BooleanSupplier;

/** The terms of items in tests: each call has a name, and is a flow by itself. */
public final class TestingTerms {
  private TestingTerms() {}

  /** Terms of an item of a call that nobody cancels and that has no deadline. */
  public static ItemTerms of(String call, Priority priority) {
    return of(call, priority, ItemTerms.NO_DEADLINE);
  }

  /** Terms of an item of a call that nobody cancels. */
  public static ItemTerms of(String call, Priority priority, long deadlineNanos) {
    return of(call, priority, deadlineNanos, () -> false);
  }

  /** Terms of an item of a call that may be cancelled. */
  public static ItemTerms of(
      String call, Priority priority, long deadlineNanos, BooleanSupplier cancelled) {
    return new ItemTerms(call, flow(call), priority, deadlineNanos, cancelled);
  }

  /** Terms of an item of a flow, that nobody cancels and that has no deadline. */
  public static ItemTerms of(String call, Flow flow, Priority priority) {
    return new ItemTerms(call, flow, priority, ItemTerms.NO_DEADLINE, () -> false);
  }

  /** The flow of the single calls of a caller of this name. */
  public static Flow flow(String caller) {
    return Flow.ofSingleCalls(new Caller(caller));
  }
}
