package dev.ijepa.server.queue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is fair to callers and to flows, knows urgency, and keeps nothing that is dead.
 *
 * <p>The promise: the callers that want places share them evenly by cost, whatever the priorities
 * of their items. A caller with a thousand calls in flight, or with a thousand streams, gets as
 * much as a caller with one stream. A caller in a loop gets as much as a stream that always has
 * something waiting, but not more. The flows of a caller share evenly what the caller gets ({@link
 * FlowQueue}).
 *
 * <p>Among callers that have had as much, interactive items go first. So a caller whose calls are
 * few has each of them answered next, beside any number of streams. Of a caller's own items, three
 * of four places are for interactive ones while items of both priorities wait, and the fourth is
 * for batch work ({@link PriorityTurns}).
 *
 * <p>What is cancelled is taken out with its call; what can't be in time any more is found without
 * looking at the others. Not safe for use by several threads at once; its owner locks.
 */
public final class FairQueue<T> {
  /** What waits of a caller, and which of it is next. */
  private static final class CallersItems {
    final PriorityTurns turns = new PriorityTurns();
    int interactive;
    int batch;

    void count(Priority priority, int change) {
      if (priority == Priority.INTERACTIVE) {
        interactive += change;
      } else {
        batch += change;
      }
    }
  }

  private final Function<T, ItemTerms> terms;
  private final ToLongFunction<T> cost;
  private final Map<Priority, FlowQueue<T>> queues = new EnumMap<>(Priority.class);
  private final TreeSet<Waiting<T>> byDeadline =
      new TreeSet<>(
          Comparator.<Waiting<T>>comparingLong(Waiting::latestStartNanos)
              .thenComparingLong(Waiting::sequence));
  private final Set<Waiting<T>> byArrival = new LinkedHashSet<>();
  private final Map<Object, Set<Waiting<T>>> byCall = new HashMap<>();

  /** What the callers have had, of both priorities together. */
  private final ShareLevel<Caller, CallersItems> callers = new ShareLevel<>(CallersItems::new);

  private long added;

  /**
   * An empty queue.
   *
   * @param terms what an item says of itself
   * @param cost what an item takes of its caller's and of its flow's share, at least 1
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
   * @return its place, by which it can be taken out
   */
  @CanIgnoreReturnValue
  public Waiting<T> add(T item, long neededNanos) {
    ItemTerms its = terms.apply(item);
    Waiting<T> waiting =
        new Waiting<>(
            item, its, cost.applyAsLong(item), its.latestStartNanos(neededNanos), added++);
    if (waiting.canBeLate()) {
      byDeadline.add(waiting);
    }
    byArrival.add(waiting);
    byCall.computeIfAbsent(its.call(), call -> new LinkedHashSet<>()).add(waiting);
    Share<Caller, CallersItems> caller = callers.known(its.flow().caller());
    queue(its.priority()).add(waiting);
    caller.content.count(its.priority(), 1);
    callers.join(caller);
    return waiting;
  }

  /** Takes the item whose turn it is; null if there is none. */
  public @Nullable T poll() {
    return poll(isInteractiveNext() ? Priority.INTERACTIVE : Priority.BATCH);
  }

  /** Takes the next item of a priority, whose turn it is or not; null if there is none. */
  public @Nullable T poll(Priority priority) {
    Waiting<T> next = queue(priority).poll();
    if (next == null) {
      return null;
    }
    Share<Caller, CallersItems> caller = caller(next);
    caller.content.turns.took(priority, caller.content.batch > 0);
    callers.charge(caller, next.cost());
    // It is the caller's share of both: what it has had here, it need not have there.
    queue(other(priority)).charge(caller.key, next.cost());
    forget(next);
    return next.item();
  }

  /** The item of a priority that would be taken next; null if there is none. */
  public @Nullable T peek(Priority priority) {
    Waiting<T> next = queue(priority).peek();
    return next == null ? null : next.item();
  }

  /** Whether the item whose turn it is is one that somebody waits for. */
  public boolean isInteractiveNext() {
    Caller interactive = queue(Priority.INTERACTIVE).first();
    Caller batch = queue(Priority.BATCH).first();
    if (interactive == null || batch == null) {
      return interactive != null;
    }
    return interactive.equals(batch)
        ? !callers.known(batch).content.turns.isBatchDue()
        : callers.known(interactive).start <= callers.known(batch).start;
  }

  private static Priority other(Priority priority) {
    return priority == Priority.INTERACTIVE ? Priority.BATCH : Priority.INTERACTIVE;
  }

  private Share<Caller, CallersItems> caller(Waiting<T> waiting) {
    return callers.known(waiting.flow().caller());
  }

  /** The item that came first; null if there is none. */
  public @Nullable T oldest() {
    return byArrival.isEmpty() ? null : byArrival.iterator().next().item();
  }

  /** Takes out all that waits of a call: nobody wants it any more. */
  public List<T> removeCall(Object call) {
    Set<Waiting<T>> ofCall = byCall.get(call);
    if (ofCall == null) {
      return List.of();
    }
    List<Waiting<T>> removed = List.copyOf(ofCall);
    removed.forEach(this::remove);
    return removed.stream().map(Waiting::item).toList();
  }

  /** Takes out what can't be in time any more. */
  public List<T> removeLate(long nowNanos) {
    List<T> late = new ArrayList<>();
    while (!byDeadline.isEmpty() && byDeadline.first().latestStartNanos() < nowNanos) {
      Waiting<T> waiting = byDeadline.first();
      remove(waiting);
      late.add(waiting.item());
    }
    return late;
  }

  /** Takes out everything. */
  public List<T> removeAll() {
    List<Waiting<T>> all = List.copyOf(byArrival);
    all.forEach(this::remove);
    return all.stream().map(Waiting::item).collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Passes the items of a caller over until the caller is resumed: {@link #peek} and {@link #poll}
   * do not find them.
   */
  public void pause(Priority priority, Caller caller) {
    queue(priority).pause(caller);
  }

  /** Ends each pause of a caller. */
  public void resume(Caller caller) {
    queues.values().forEach(queue -> queue.resume(caller));
  }

  /** Whether a caller's items of a priority are passed over. */
  public boolean isPaused(Priority priority, Caller caller) {
    return queue(priority).isPaused(caller);
  }

  /** Takes one item out, if it is still here. */
  public void remove(Waiting<T> waiting) {
    if (!byArrival.contains(waiting)) {
      return;
    }
    queue(waiting.priority()).remove(waiting);
    forget(waiting);
  }

  private void forget(Waiting<T> waiting) {
    byArrival.remove(waiting);
    Share<Caller, CallersItems> caller = caller(waiting);
    caller.content.count(waiting.priority(), -1);
    if (caller.content.interactive + caller.content.batch == 0) {
      callers.leave(caller);
    }
    callers.forget(FlowQueue.MOST_REMEMBERED);
    Set<Waiting<T>> ofCall = byCall.get(waiting.call());
    if (ofCall != null && ofCall.remove(waiting) && ofCall.isEmpty()) {
      byCall.remove(waiting.call());
    }
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
