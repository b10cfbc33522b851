package dev.ijepa.server.item;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is fair to flows, knows urgency, and keeps nothing that is dead.
 *
 * <p>Within a priority, flows share the places evenly by cost: a stream of a million images holds a
 * single image up by one place. Interactive items go first, but after three of them in a row comes
 * batch work if there is any, so that it never starves. What is cancelled is taken out with its
 * flow; what can't be in time any more is found without looking at the others. Not safe for use by
 * several threads at once; its owner locks.
 */
public final class FairQueue<T> {
  private static final int MOST_IN_A_ROW = 3;

  private final Function<T, ItemTerms> terms;
  private final ToLongFunction<T> cost;
  private final Map<Priority, FlowQueue<T>> queues = new EnumMap<>(Priority.class);
  private final TreeSet<Waiting<T>> byDeadline =
      new TreeSet<>(
          Comparator.<Waiting<T>>comparingLong(Waiting::latestStartNanos)
              .thenComparingLong(Waiting::sequence));
  private final Set<Waiting<T>> byArrival = new LinkedHashSet<>();
  private long added;
  private int interactiveInARow;

  /**
   * An empty queue.
   *
   * @param terms what an item says of itself
   * @param cost what an item takes of its flow's share, at least 1
   */
  public FairQueue(Function<T, ItemTerms> terms, ToLongFunction<T> cost) {
    this.terms = terms;
    this.cost = cost;
    for (Priority priority : Priority.values()) {
      queues.put(priority, new FlowQueue<>());
    }
  }

  /**
   * Adds an item behind those of its own flow.
   *
   * @param neededNanos how long it will take once it is taken
   */
  public void add(T item, long neededNanos) {
    ItemTerms its = terms.apply(item);
    Waiting<T> waiting =
        new Waiting<>(
            item, its, cost.applyAsLong(item), its.latestStartNanos(neededNanos), added++);
    if (waiting.canBeLate()) {
      byDeadline.add(waiting);
    }
    byArrival.add(waiting);
    queue(its.priority()).add(waiting);
  }

  /** Takes the item whose turn it is; null if there is none. */
  public @Nullable T poll() {
    boolean interactive = isInteractiveNext();
    Waiting<T> next = queue(interactive ? Priority.INTERACTIVE : Priority.BATCH).poll();
    if (next == null) {
      return null;
    }
    interactiveInARow = interactive ? interactiveInARow + 1 : 0;
    forget(next);
    return next.item();
  }

  /** Whether the item whose turn it is is one that somebody waits for. */
  public boolean isInteractiveNext() {
    return size(Priority.INTERACTIVE) > 0
        && (interactiveInARow < MOST_IN_A_ROW || size(Priority.BATCH) == 0);
  }

  /** The item that came first; null if there is none. */
  public @Nullable T oldest() {
    return byArrival.isEmpty() ? null : byArrival.iterator().next().item();
  }

  /** Takes out all that waits of a flow: nobody wants it any more. */
  public List<T> removeFlow(Object flow) {
    List<T> removed = new ArrayList<>();
    for (FlowQueue<T> queue : queues.values()) {
      for (Waiting<T> waiting : queue.removeFlow(flow)) {
        forget(waiting);
        removed.add(waiting.item());
      }
    }
    return removed;
  }

  /** Takes out what can't be in time any more. */
  public List<T> removeLate(long nowNanos) {
    List<T> late = new ArrayList<>();
    while (!byDeadline.isEmpty() && byDeadline.first().latestStartNanos() - nowNanos < 0) {
      Waiting<T> waiting = byDeadline.first();
      queue(waiting.priority()).remove(waiting);
      forget(waiting);
      late.add(waiting.item());
    }
    return late;
  }

  /** Takes out everything. */
  public List<T> removeAll() {
    List<T> all = new ArrayList<>(size());
    T item;
    while ((item = poll()) != null) {
      all.add(item);
    }
    return all;
  }

  private void forget(Waiting<T> waiting) {
    byArrival.remove(waiting);
    if (waiting.canBeLate()) {
      byDeadline.remove(waiting);
    }
  }

  public int size() {
    return byArrival.size();
  }

  /** How many of a priority there are. */
  public int size(Priority priority) {
    return queue(priority).size();
  }

  private FlowQueue<T> queue(Priority priority) {
    FlowQueue<T> queue = queues.get(priority);
    if (queue == null) {
      throw new AssertionError(priority);
    }
    return queue;
  }
}
