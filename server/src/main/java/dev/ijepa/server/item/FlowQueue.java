package dev.ijepa.server.item;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Start-time fair queueing: of the flows that have something waiting, the one that has had the
 * least so far is next, by cost and not by number. A flow that comes anew starts where the others
 * are: it owes nothing, and nothing is owed to it.
 *
 * <p>Source: P. Goyal, H. Vin, H. Cheng, Start-time fair queueing, SIGCOMM 1996.
 */
final class FlowQueue<T> {
  private static final class Flow<T> {
    final Queue<Waiting<T>> items = new ArrayDeque<>();
    long start;
    long turn;

    Flow(long start, long turn) {
      this.start = start;
      this.turn = turn;
    }
  }

  private final Map<Object, Flow<T>> flows = new HashMap<>();
  private final PriorityQueue<Flow<T>> turns =
      new PriorityQueue<>(
          Comparator.<Flow<T>>comparingLong(flow -> flow.start)
              .thenComparingLong(flow -> flow.turn));
  private int size;
  private long virtualTime;
  private long lastTurn;

  int size() {
    return size;
  }

  void add(Waiting<T> item) {
    size++;
    Object key = item.flow();
    Flow<T> flow = flows.get(key);
    if (flow == null) {
      flow = new Flow<>(virtualTime, ++lastTurn);
      flow.items.add(item);
      flows.put(key, flow);
      turns.add(flow);
    } else {
      flow.items.add(item);
    }
  }

  /** The next; null if there is none. Allocates nothing: it must not fail half-way. */
  @Nullable Waiting<T> poll() {
    Flow<T> flow = turns.poll();
    if (flow == null) {
      return null;
    }
    Waiting<T> item = flow.items.remove();
    size--;
    virtualTime = flow.start;
    flow.start += item.cost();
    flow.turn = ++lastTurn;
    if (flow.items.isEmpty()) {
      flows.remove(item.flow());
    } else {
      turns.add(flow);
    }
    return item;
  }

  /** Takes one item out. */
  void remove(Waiting<T> item) {
    Object key = item.flow();
    Flow<T> flow = flows.get(key);
    if (flow != null && flow.items.remove(item)) {
      size--;
      if (flow.items.isEmpty()) {
        removeFlow(key);
      }
    }
  }

  /** Takes out all that waits of a flow. */
  List<Waiting<T>> removeFlow(Object key) {
    Flow<T> flow = flows.remove(key);
    if (flow == null) {
      return List.of();
    }
    turns.remove(flow);
    size -= flow.items.size();
    return List.copyOf(flow.items);
  }
}
