package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.ItemOutcome;
import java.util.List;

/** Hears what became of a group. */
@FunctionalInterface
public interface OutcomesHandler {
  /**
   * The group has its outcome; this is called once.
   *
   * @param outcomes in the order of the items if all were computed; otherwise the first failure,
   *     alone
   * @param lease what the group holds of the budget, now for its answer; to be released by the
   *     handler when the answer has left
   */
  void accept(List<ItemOutcome> outcomes, Lease lease);
}
