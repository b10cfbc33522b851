package dev.ijepa.server.queue;

import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;

/** An item's place in a queue. Compared by identity: it is this place, and no other. */
public final class Waiting<T> {
  private final T item;
  private final ItemTerms terms;
  private final long cost;
  private final long latestStartNanos;
  private final long sequence;

  /**
   * A place.
   *
   * @param cost what the item takes of its caller's and of its flow's share
   * @param latestStartNanos when it must have been taken, or it can't be in time any more
   * @param sequence the number of its arrival
   */
  Waiting(T item, ItemTerms terms, long cost, long latestStartNanos, long sequence) {
    this.item = item;
    this.terms = terms;
    this.cost = cost;
    this.latestStartNanos = latestStartNanos;
    this.sequence = sequence;
  }

  T item() {
    return item;
  }

  Object call() {
    return terms.call();
  }

  Flow flow() {
    return terms.flow();
  }

  Priority priority() {
    return terms.priority();
  }

  long cost() {
    return cost;
  }

  long latestStartNanos() {
    return latestStartNanos;
  }

  boolean canBeLate() {
    return latestStartNanos != ItemTerms.NO_DEADLINE;
  }

  long sequence() {
    return sequence;
  }
}
