package dev.ijepa.server.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Start-time fair queueing: of the flows that have something waiting, the one that has had the
 * least so far is next, by cost and not by number.
 *
 * <p>Each flow has a start tag: the virtual time at which its next item may begin. An item that is
 * taken moves its flow's tag on by the item's cost, and the virtual time to the tag that the flow
 * had. A flow that joins starts at the virtual time: it owes nothing, and nothing is owed to it. A
 * flow that leaves with a tag beyond the virtual time is remembered until the time has reached it,
 * so that a client with one item at a time can't shed its debt by coming back.
 *
 * <p>A flow that is not remembered moves the virtual time on also by its first item, divided among
 * it and the flows that wait: clients that come as a new flow for each item would else stop the
 * clock, and so all who have had something already.
 *
 * <p>Source: P. Goyal, H. Vin, H. Cheng, Start-time fair queueing, SIGCOMM 1996. The clock that
 * runs with the service of new flows: J. Bennett, H. Zhang, Hierarchical packet fair queueing
 * algorithms, SIGCOMM 1996.
 */
final class FlowQueue<T> {
  /** Flows that have left and still owe something. Of more than these, who owes least is free. */
  static final int MOST_REMEMBERED = 1024;

  private static final class Share<T> {
    final Object flow;
    final Set<Waiting<T>> items = new LinkedHashSet<>();
    boolean isNew = true;
    double start;
    long turn;

    Share(Object flow) {
      this.flow = flow;
    }
  }

  private final Map<Object, Share<T>> shares = new HashMap<>();
  private final PriorityQueue<Share<T>> backlogged =
      new PriorityQueue<>(
          Comparator.<Share<T>>comparingDouble(share -> share.start)
              .thenComparingLong(share -> share.turn));

  /** Never grows: to remember a flow must not fail. */
  private final PriorityQueue<Share<T>> departed =
      new PriorityQueue<>(
          MOST_REMEMBERED + 1, Comparator.<Share<T>>comparingDouble(share -> share.start));

  private int size;
  private double virtualTime;
  private long lastTurn;

  int size() {
    return size;
  }

  /** Flows that are known: that have something waiting, or are remembered. */
  int flows() {
    return shares.size();
  }

  void add(Waiting<T> item) {
    Share<T> share = shares.computeIfAbsent(item.flow(), Share::new);
    if (share.items.isEmpty()) {
      if (!share.isNew) {
        departed.remove(share);
      }
      share.start = Math.max(virtualTime, share.start);
      share.turn = ++lastTurn;
      backlogged.add(share);
    }
    share.items.add(item);
    size++;
  }

  /** The item that {@link #poll} would take; null if there is none. */
  @Nullable Waiting<T> peek() {
    Share<T> share = backlogged.peek();
    return share == null ? null : share.items.iterator().next();
  }

  /** The next; null if there is none. Allocates nothing once it has begun to change something. */
  @Nullable Waiting<T> poll() {
    Share<T> share = backlogged.peek();
    if (share == null) {
      return null;
    }
    Iterator<Waiting<T>> items = share.items.iterator();
    Waiting<T> item = items.next();
    backlogged.remove();
    items.remove();
    size--;
    charge(share, item.cost());
    if (share.items.isEmpty()) {
      leave(share);
    } else {
      backlogged.add(share);
    }
    forgetWhoOwesNothing();
    return item;
  }

  private void charge(Share<T> share, long cost) {
    virtualTime = Math.max(virtualTime, share.start);
    if (share.isNew) {
      share.isNew = false;
      // It is not among them now: it was taken out.
      virtualTime += cost / (double) (backlogged.size() + 1);
    }
    share.start += cost;
    share.turn = ++lastTurn;
  }

  private void leave(Share<T> share) {
    if (share.isNew) {
      shares.remove(share.flow);
    } else {
      departed.add(share);
    }
  }

  private void forgetWhoOwesNothing() {
    Share<T> least;
    while ((least = departed.peek()) != null
        && (least.start <= virtualTime || departed.size() > MOST_REMEMBERED)) {
      departed.remove();
      shares.remove(least.flow);
    }
  }

  /** Takes one item out. It costs its flow nothing. */
  void remove(Waiting<T> item) {
    Share<T> share = shares.get(item.flow());
    if (share != null && share.items.remove(item)) {
      size--;
      if (share.items.isEmpty()) {
        backlogged.remove(share);
        leave(share);
        forgetWhoOwesNothing();
      }
    }
  }
}
