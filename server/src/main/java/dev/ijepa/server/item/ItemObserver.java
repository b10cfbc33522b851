package dev.ijepa.server.item;

import dev.ijepa.server.identity.Caller;

/**
 * Observes one item on its way. Traces, access logs, metrics and quotas are observers.
 *
 * <p>The rooms call it in the thread that does the work, in the order of its methods. An item that
 * fails skips the steps that it does not reach; {@link #finished} is called exactly once. An
 * observer must return at once, and must not throw.
 */
public interface ItemObserver {
  /** Observes nothing. */
  ItemObserver NONE = new ItemObserver() {};

  /** The item has its share of the budget of bytes. */
  default void admitted() {}

  /** A decoding thread begins with the image. */
  default void decodingBegan() {}

  /** The image is decoded and resized, or could not be. */
  default void decodingEnded() {}

  /** A lane begins to compute a batch that the item is in. */
  default void joinedBatch(BatchRun batch) {}

  /**
   * The lane has computed that batch, or could not. A batch that fails is tried again in halves.
   */
  default void leftBatch(BatchRun batch) {}

  /** The item has its outcome. */
  default void finished(ItemOutcome outcome) {}

  /** The response is encoded. */
  default void encoded() {}

  /** The door has handed the response to its transport. */
  default void sent() {}

  /**
   * The calling thread works for the item until it closes the scope. Called around the other
   * methods, and wherever a room may log about the item.
   */
  default ItemScope enter() {
    return ItemScope.NONE;
  }

  /** Runs something in the item's scope. */
  default void within(Runnable work) {
    ItemScope scope = enter();
    try {
      work.run();
    } finally {
      scope.close();
    }
  }

  /** Makes the observers of items. */
  @FunctionalInterface
  interface Factory {
    /** Observes nothing. */
    Factory NONE = (model, caller, priority) -> ItemObserver.NONE;

    /**
     * Observes an item from here on.
     *
     * @param model the name of the model that computes it; one of a bounded number
     * @param caller whose item it is
     * @param priority of the item
     */
    ItemObserver observe(String model, Caller caller, Priority priority);
  }
}
