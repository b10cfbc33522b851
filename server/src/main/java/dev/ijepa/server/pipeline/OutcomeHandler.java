package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.ItemOutcome;

/** Hears the outcome of one item. */
@FunctionalInterface
interface OutcomeHandler {
  /**
   * The request has its outcome; this is called once.
   *
   * @param lease what it holds of the budget, now for its answer; to be released by the handler
   *     when the answer has left
   */
  void accept(ItemOutcome outcome, Lease lease);
}
