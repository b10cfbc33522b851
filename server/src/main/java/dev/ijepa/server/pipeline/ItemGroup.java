package dev.ijepa.server.pipeline;

import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemTerms;
import java.util.List;

/**
 * The items of one request, which has one answer: one item, or several. They are admitted together
 * or not at all: groups that held a part of the budget while they wait for the rest could wait for
 * each other without end.
 *
 * @param items at least one, of the same version of a model and on the same terms. If there are
 *     several, their call has no other items: when one fails, the rest of the call is cancelled
 * @param messageBytes of the message that they came in
 */
public record ItemGroup(List<FeatureRequest> items, long messageBytes) {
  /** The observers of the items, in their order. */
  public List<ItemObserver> observers() {
    return items.stream().map(item -> item.terms().observer()).toList();
  }

  int size() {
    return items.size();
  }

  /** What computes them. */
  ServedModel model() {
    return items.get(0).model();
  }

  /** Whose they are, and until when they are wanted; the observer is that of the first. */
  ItemTerms terms() {
    return items.get(0).terms();
  }

  /** What they take until they are decoded: their message, pixels and outputs. */
  long bytes() {
    return messageBytes + items.stream().mapToLong(FeatureRequest::decodedBytes).sum();
  }
}
