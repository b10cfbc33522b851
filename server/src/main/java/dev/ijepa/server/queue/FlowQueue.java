package dev.ijepa.server.queue;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.queue.Share.Standing;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Items that wait, fair by cost: the callers share evenly what is taken, and the flows of a caller
 * share evenly what the caller gets. A caller gets no more because it has more flows or more items.
 * Both are a {@link ShareLevel}.
 *
 * <p>When the queue forgets a caller, because the caller has left and the others have had as much,
 * it forgets the caller's flows too.
 */
final class FlowQueue<T> {
  /** Callers that have left and still owe something, and all flows of a queue with one caller. */
  static final int MOST_REMEMBERED = 1024;

  /** Flows of a caller that have left and still owe something, however many callers there are. */
  private static final int LEAST_REMEMBERED = 16;

  private final ShareLevel<Caller, ShareLevel<Object, Set<Waiting<T>>>> callers =
      new ShareLevel<>(() -> new ShareLevel<>(LinkedHashSet::new));
  private int size;

  int size() {
    return size;
  }

  /** Callers that are known: that have something waiting, or are remembered. */
  int callers() {
    return callers.size();
  }

  /** Flows of a caller that are known: that have something waiting, or are remembered. */
  int flows(Caller caller) {
    var its = callers.get(caller);
    return its == null ? 0 : its.content.size();
  }

  /** Adds an item behind those of its flow. */
  void add(Waiting<T> item) {
    // What may lack memory first: a member without items must not be among those that wait.
    var caller = callers.known(item.flow().caller());
    var flow = caller.content.known(item.flow().part());
    flow.content.add(item);
    caller.content.join(flow);
    callers.join(caller);
    size++;
  }

  /** The item that {@link #poll} would take; null if there is none but of paused callers. */
  @Nullable Waiting<T> peek() {
    var caller = callers.first();
    return caller == null ? null : first(caller.content).content.iterator().next();
  }

  /** The caller whose turn it is; null if there is none that is not paused. */
  @Nullable Caller first() {
    var caller = callers.first();
    return caller == null ? null : caller.key;
  }

  /**
   * The next; null if there is none but of paused callers. Allocates nothing once it has begun to
   * change something.
   */
  @Nullable Waiting<T> poll() {
    var caller = callers.first();
    if (caller == null) {
      return null;
    }
    var flows = caller.content;
    var flow = first(flows);
    Iterator<Waiting<T>> items = flow.content.iterator();
    Waiting<T> item = items.next();
    items.remove();
    size--;
    flows.charge(flow, item.cost());
    callers.charge(caller, item.cost());
    leaveIfEmpty(caller, flow);
    return item;
  }

  /** Charges a caller for something that it was given elsewhere, if the queue knows the caller. */
  void charge(Caller caller, long cost) {
    var its = callers.get(caller);
    if (its != null) {
      callers.owe(its, cost);
    }
  }

  /** Takes one item out. It costs its flow and its caller nothing. */
  void remove(Waiting<T> item) {
    var caller = callers.get(item.flow().caller());
    if (caller == null) {
      return;
    }
    var flow = caller.content.get(item.flow().part());
    if (flow != null && flow.content.remove(item)) {
      size--;
      leaveIfEmpty(caller, flow);
    }
  }

  /** Passes a caller over until it is resumed. */
  void pause(Caller caller) {
    var its = callers.get(caller);
    if (its != null && its.standing == Standing.WAITING) {
      callers.pause(its);
    }
  }

  /** A caller has its turns again, if it was paused. */
  void resume(Caller caller) {
    var its = callers.get(caller);
    if (its != null) {
      callers.resume(its);
    }
  }

  boolean isPaused(Caller caller) {
    var its = callers.get(caller);
    return its != null && its.standing == Standing.PAUSED;
  }

  private void leaveIfEmpty(
      Share<Caller, ShareLevel<Object, Set<Waiting<T>>>> caller,
      Share<Object, Set<Waiting<T>>> flow) {
    var flows = caller.content;
    if (flow.content.isEmpty()) {
      flows.leave(flow);
      if (flows.isEmpty()) {
        callers.leave(caller);
      }
    }
    flows.forget(Math.max(LEAST_REMEMBERED, MOST_REMEMBERED / Math.max(1, callers.size())));
    callers.forget(MOST_REMEMBERED);
  }

  private static <T> Share<Object, Set<Waiting<T>>> first(
      ShareLevel<Object, Set<Waiting<T>>> flows) {
    var flow = flows.first();
    if (flow == null) {
      throw new AssertionError("a caller waits, and none of its flows");
    }
    return flow;
  }
}
