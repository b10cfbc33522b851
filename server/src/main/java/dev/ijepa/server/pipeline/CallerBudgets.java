package dev.ijepa.server.pipeline;

import dev.ijepa.server.identity.Caller;

/** How many bytes each caller may have in flight. */
@FunctionalInterface
public interface CallerBudgets {
  /**
   * The budget of a caller, in bytes, at least 1. {@link Admission} asks for each item, under its
   * lock: an implementation looks the budget up, and calls nobody.
   */
  long bytes(Caller caller);
}
