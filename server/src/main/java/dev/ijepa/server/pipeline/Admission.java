package dev.ijepa.server.pipeline;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The one budget of bytes for everything in flight: what clients sent, what was made of it, and
 * what they have not yet been given. The heap can't be filled past it from outside.
 */
public final class Admission {
  private record Waiter(long bytes, Runnable admitted) {}

  private final long capacity;
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private long inFlight;
  private long waiting;
  private int items;

  /**
   * An empty budget.
   *
   * @param capacity in bytes. An item that needs more than all of it is admitted alone
   */
  public Admission(long capacity) {
    this.capacity = capacity;
  }

  /** Admits an item if there is room now and nobody waits. */
  public synchronized boolean tryAdmit(long bytes) {
    if (!waiters.isEmpty() || !fits(bytes)) {
      return false;
    }
    take(bytes);
    return true;
  }

  /**
   * Admits an item as soon as there is room, in the order of these calls.
   *
   * @param admitted is run once, in this thread or in one that releases; it must not throw
   * @return false if as much waits already as is allowed in flight: then the item is not taken
   */
  public boolean admit(long bytes, Runnable admitted) {
    synchronized (this) {
      if (!waiters.isEmpty() || !fits(bytes)) {
        if (!waiters.isEmpty() && waiting + charged(bytes) > capacity) {
          return false;
        }
        waiting += charged(bytes);
        waiters.add(new Waiter(bytes, admitted));
        return true;
      }
      take(bytes);
    }
    admitted.run();
    return true;
  }

  /** Gives back what an admitted item was charged. */
  public void release(long bytes) {
    Queue<Waiter> next = new ArrayDeque<>();
    synchronized (this) {
      inFlight -= charged(bytes);
      items--;
      while (!waiters.isEmpty() && fits(waiters.element().bytes)) {
        take(waiters.element().bytes);
        waiting -= charged(waiters.element().bytes);
        next.add(waiters.remove());
      }
    }
    next.forEach(waiter -> waiter.admitted.run());
  }

  /** Bytes of all admitted items. */
  public synchronized long bytesInFlight() {
    return inFlight;
  }

  /** Number of admitted items. */
  public synchronized int itemsInFlight() {
    return items;
  }

  public long capacity() {
    return capacity;
  }

  private boolean fits(long bytes) {
    return inFlight + charged(bytes) <= capacity;
  }

  private void take(long bytes) {
    inFlight += charged(bytes);
    items++;
  }

  private long charged(long bytes) {
    return Math.min(bytes, capacity);
  }
}
