package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The budget of bytes for items in flight: what clients sent, what was made of it, and the answers
 * that they have not read yet. The heap can't be filled past it from outside.
 *
 * <p>Batch work may take three quarters of it, so that a few streams of large images do not shut
 * out the calls that somebody waits for.
 */
public final class Admission {
  private record Waiter(long bytes, Consumer<Lease> admitted, Consumer<Failure> dropped) {}

  private final long capacity;
  private final long batchCapacity;
  private final long waitingCapacity;
  private final Executor executor;
  private final Map<Priority, Map<Object, Waiter>> waiters = new EnumMap<>(Priority.class);
  private long inFlight;
  private long waiting;
  private int items;

  /**
   * An empty budget.
   *
   * @param capacity in bytes. An item that needs more than its class may have is admitted alone
   * @param waitingCapacity how many bytes of items may wait to be admitted
   * @param executor where those that waited hear of it: not in the thread that released, which may
   *     hold locks of its own
   */
  public Admission(long capacity, long waitingCapacity, Executor executor) {
    this.capacity = capacity;
    this.batchCapacity = Math.max(1, capacity / 4 * 3);
    this.waitingCapacity = waitingCapacity;
    this.executor = executor;
    for (Priority priority : Priority.values()) {
      waiters.put(priority, new LinkedHashMap<>());
    }
  }

  /** Admits an item if there is room now and nobody as urgent waits. */
  public synchronized Optional<Lease> tryAdmit(Priority priority, long bytes) {
    return waiters(priority).isEmpty() && fits(priority, bytes)
        ? Optional.of(take(bytes))
        : Optional.empty();
  }

  /**
   * Admits an item as soon as there is room, in the order of these calls, the urgent first.
   *
   * @param flow whose item it is; one item of a flow may wait
   * @param admitted is run once, in this thread or later; it must not throw
   * @param dropped is told instead why it is not admitted any more
   * @return false if as much waits already as is allowed: then the item is not taken
   */
  public boolean admit(
      Object flow,
      Priority priority,
      long bytes,
      Consumer<Lease> admitted,
      Consumer<Failure> dropped) {
    Lease lease;
    synchronized (this) {
      if (!waiters(priority).isEmpty() || !fits(priority, bytes)) {
        if (waiting > 0 && waiting + bytes > waitingCapacity) {
          return false;
        }
        waiting += bytes;
        waiters(priority).put(flow, new Waiter(bytes, admitted, dropped));
        return true;
      }
      lease = take(bytes);
    }
    admitted.accept(lease);
    return true;
  }

  /** Forgets what waits of a flow. */
  public void cancel(Object flow) {
    List<Waiter> cancelled = new ArrayList<>();
    List<Runnable> next = new ArrayList<>();
    synchronized (this) {
      for (Map<Object, Waiter> ofPriority : waiters.values()) {
        Waiter waiter = ofPriority.remove(flow);
        if (waiter != null) {
          waiting -= waiter.bytes;
          cancelled.add(waiter);
        }
      }
      // What waited behind something large may fit now.
      admitWaiters(next);
    }
    next.forEach(executor::execute);
    cancelled.forEach(waiter -> waiter.dropped.accept(ItemTerms.cancelledFailure()));
  }

  /** Drops everything that waits. */
  public void drop(Failure failure) {
    List<Waiter> dropped = new ArrayList<>();
    synchronized (this) {
      for (Map<Object, Waiter> ofPriority : waiters.values()) {
        dropped.addAll(ofPriority.values());
        ofPriority.clear();
      }
      waiting = 0;
    }
    dropped.forEach(waiter -> waiter.dropped.accept(failure));
  }

  private final class Share implements Lease {
    private long held;
    private boolean released;

    Share(long held) {
      this.held = held;
    }

    @Override
    public void reduceTo(long bytes) {
      giveBack(bytes, false);
    }

    @Override
    public void release() {
      giveBack(0, true);
    }

    private void giveBack(long keep, boolean last) {
      List<Runnable> next = new ArrayList<>();
      synchronized (Admission.this) {
        if (released || (!last && keep >= held)) {
          return;
        }
        inFlight -= held - keep;
        held = keep;
        if (last) {
          released = true;
          items--;
        }
        admitWaiters(next);
      }
      next.forEach(executor::execute);
    }
  }

  private void admitWaiters(List<Runnable> admissions) {
    for (Priority priority : Priority.values()) {
      var queue = waiters(priority).values().iterator();
      Waiter waiter;
      while (queue.hasNext() && fits(priority, (waiter = queue.next()).bytes)) {
        queue.remove();
        waiting -= waiter.bytes;
        Lease lease = take(waiter.bytes);
        Consumer<Lease> admitted = waiter.admitted;
        admissions.add(() -> admitted.accept(lease));
      }
    }
  }

  /** Bytes of all admitted items. */
  public synchronized long bytesInFlight() {
    return inFlight;
  }

  /** Bytes of items that wait to be admitted. */
  public synchronized long bytesWaiting() {
    return waiting;
  }

  /** Number of admitted items. */
  public synchronized int itemsInFlight() {
    return items;
  }

  /** Whether items wait for room, or more than half of it is taken. */
  public synchronized boolean isCrowded() {
    return waiting > 0 || inFlight > capacity / 2;
  }

  public long capacity() {
    return capacity;
  }

  private boolean fits(Priority priority, long bytes) {
    long limit = priority == Priority.BATCH ? batchCapacity : capacity;
    return inFlight + charged(bytes) <= limit;
  }

  private Lease take(long bytes) {
    inFlight += charged(bytes);
    items++;
    return new Share(charged(bytes));
  }

  private long charged(long bytes) {
    return Math.min(bytes, batchCapacity);
  }

  private Map<Object, Waiter> waiters(Priority priority) {
    @Nullable Map<Object, Waiter> ofPriority = waiters.get(priority);
    if (ofPriority == null) {
      throw new AssertionError(priority);
    }
    return ofPriority;
  }
}
