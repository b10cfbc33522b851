package dev.ijepa.server.item;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is fair to flows and knows urgency.
 *
 * <p>Within a priority, flows take turns, one item each: a stream of a million images holds a
 * single image up by one place. Interactive items go first, but every fourth place is for batch
 * work if there is any, so that it never starves. Not safe for use by several threads at once; its
 * owner locks.
 */
public final class FairQueue<T> {
  private static final int BATCH_TURN = 4;

  private final Function<T, ItemTerms> terms;
  private final Map<Priority, Map<Object, Queue<T>>> flows = new EnumMap<>(Priority.class);
  private int size;
  private int turn;

  /**
   * An empty queue.
   *
   * @param terms what an item says of itself
   */
  public FairQueue(Function<T, ItemTerms> terms) {
    this.terms = terms;
    for (Priority priority : Priority.values()) {
      flows.put(priority, new LinkedHashMap<>());
    }
  }

  /** Adds an item behind those of its own flow. */
  public void add(T item) {
    ItemTerms its = terms.apply(item);
    flows(its.priority()).computeIfAbsent(its.flow(), flow -> new ArrayDeque<>()).add(item);
    size++;
  }

  /** Takes the item whose turn it is; null if there is none. */
  public @Nullable T poll() {
    turn = (turn + 1) % BATCH_TURN;
    Priority first = turn == 0 ? Priority.BATCH : Priority.INTERACTIVE;
    Priority second = turn == 0 ? Priority.INTERACTIVE : Priority.BATCH;
    T item = pollFrom(flows(first));
    return item != null ? item : pollFrom(flows(second));
  }

  private @Nullable T pollFrom(Map<Object, Queue<T>> byFlow) {
    if (byFlow.isEmpty()) {
      return null;
    }
    Map.Entry<Object, Queue<T>> next = byFlow.entrySet().iterator().next();
    byFlow.remove(next.getKey());
    T item = next.getValue().remove();
    if (!next.getValue().isEmpty()) {
      // To the end: the others come first now.
      byFlow.put(next.getKey(), next.getValue());
    }
    size--;
    return item;
  }

  public int size() {
    return size;
  }

  private Map<Object, Queue<T>> flows(Priority priority) {
    Map<Object, Queue<T>> byFlow = flows.get(priority);
    if (byFlow == null) {
      throw new AssertionError(priority);
    }
    return byFlow;
  }
}
