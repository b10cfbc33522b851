package dev.ijepa.server.item;

import dev.ijepa.server.identity.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several observers as one. If one throws, this logs it, and the others are called all the same.
 */
public final class ItemObservers implements ItemObserver {
  private static final Logger log = LoggerFactory.getLogger(ItemObservers.class);

  private final List<ItemObserver> observers;

  private ItemObservers(List<ItemObserver> observers) {
    this.observers = observers;
  }

  /** Makes an observer of those that several factories make. */
  public static Factory of(Collection<Factory> factories) {
    List<Factory> all = List.copyOf(factories);
    return all.isEmpty()
        ? Factory.NONE
        : (model, caller, priority) -> observe(all, model, caller, priority);
  }

  private static ItemObserver observe(
      List<Factory> factories, String model, Caller caller, Priority priority) {
    List<ItemObserver> observers = new ArrayList<>(factories.size());
    for (Factory factory : factories) {
      ItemObserver observer = factory.observe(model, caller, priority);
      if (observer != NONE) {
        observers.add(observer);
      }
    }
    return new ItemObservers(observers);
  }

  @Override
  public void admitted() {
    tell(ItemObserver::admitted);
  }

  @Override
  public void decodingBegan() {
    tell(ItemObserver::decodingBegan);
  }

  @Override
  public void decodingEnded() {
    tell(ItemObserver::decodingEnded);
  }

  @Override
  public void joinedBatch(BatchRun batch) {
    tell(observer -> observer.joinedBatch(batch));
  }

  @Override
  public void leftBatch(BatchRun batch) {
    tell(observer -> observer.leftBatch(batch));
  }

  @Override
  public void finished(ItemOutcome outcome) {
    tell(observer -> observer.finished(outcome));
  }

  @Override
  public void encoded() {
    tell(ItemObserver::encoded);
  }

  @Override
  public void sent() {
    tell(ItemObserver::sent);
  }

  @Override
  public ItemScope enter() {
    ItemScope all = ItemScope.NONE;
    for (ItemObserver observer : observers) {
      ItemScope scope = observer.enter();
      if (scope != ItemScope.NONE) {
        all = all == ItemScope.NONE ? scope : both(scope, all);
      }
    }
    return all;
  }

  private static ItemScope both(ItemScope inner, ItemScope outer) {
    return () -> {
      inner.close();
      outer.close();
    };
  }

  private void tell(Consumer<ItemObserver> event) {
    ItemScope scope = enter();
    try {
      for (ItemObserver observer : observers) {
        tell(observer, event);
      }
    } finally {
      scope.close();
    }
  }

  private static void tell(ItemObserver observer, Consumer<ItemObserver> event) {
    try {
      event.accept(observer);
    } catch (RuntimeException | Error e) {
      log.error("An observer of an item failed", e);
    }
  }
}
