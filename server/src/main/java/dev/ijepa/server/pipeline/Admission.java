package dev.ijepa.server.pipeline;

import static java.util.Objects.requireNonNull;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.queue.Announcer;
import dev.ijepa.server.queue.FairQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The budget of bytes for items in flight: what clients sent, what was made of it, and the answers
 * that they have not read yet. The heap can't be filled past it from outside.
 *
 * <p>Who takes from it and when is the rule of {@link PriorityBudget}: a few streams of large
 * images do not shut out the calls that somebody waits for. Those that wait are admitted in the
 * order of {@link FairQueue}, by bytes: fair to callers first, then to the flows of a caller.
 *
 * <p>A caller may have a budget of its own ({@link CallerBudgets}). The items of a caller that has
 * taken it wait until the caller gives something back; other callers' items pass them.
 */
public final class Admission {
  /**
   * An item that waits, or several that are admitted together.
   *
   * @param items how many there are
   * @param needed how long it takes once it is admitted
   * @param admitted must not throw
   * @param dropped is told instead why the item is not admitted any more
   */
  record Waiter(
      ItemTerms terms,
      long bytes,
      int items,
      Duration needed,
      Consumer<Lease> admitted,
      Consumer<Failure> dropped) {
    private Caller caller() {
      return terms.flow().caller();
    }
  }

  private final long capacity;
  private final long waitingCapacity;
  private final Announcer announcer;
  private final PriorityBudget budget;
  private final CallerUse callers;
  private final FairQueue<Waiter> waiters =
      new FairQueue<>(Waiter::terms, waiter -> Math.max(1, waiter.bytes));
  private long waiting;
  private int items;

  /**
   * An empty budget.
   *
   * @param capacity in bytes
   * @param waitingCapacity how many bytes of items may wait to be admitted
   * @param budgets how many bytes each caller may have
   * @param executor where those that waited hear of it: not in the thread that released, which may
   *     hold locks of its own
   */
  public Admission(long capacity, long waitingCapacity, CallerBudgets budgets, Executor executor) {
    this.capacity = capacity;
    this.waitingCapacity = waitingCapacity;
    this.announcer = new Announcer(executor);
    this.budget = new PriorityBudget(capacity);
    this.callers = new CallerUse(budgets);
  }

  /** Admits so many items together, if there is room now and nobody as urgent waits for it. */
  synchronized Optional<Lease> tryAdmit(ItemTerms terms, long bytes, int count) {
    return isNext(terms, bytes) ? Optional.of(take(terms, bytes, count)) : Optional.empty();
  }

  /**
   * Admits an item as soon as there is room, in this thread or later.
   *
   * @return false if as much waits already as is allowed, of all callers or of this one: then the
   *     item is not taken
   */
  boolean admit(Waiter item) {
    Lease lease;
    synchronized (this) {
      if (!isNext(item.terms, item.bytes)) {
        if ((waiting > 0 && waiting + item.bytes > waitingCapacity)
            || !callers.mayWait(item.caller(), item.bytes)) {
          return false;
        }
        waiters.add(item, Nanos.of(item.needed));
        callers.waits(item.caller(), item.bytes);
        waiting += item.bytes;
        return true;
      }
      lease = take(item.terms, item.bytes, item.items);
    }
    item.admitted.accept(lease);
    return true;
  }

  /** Drops what waits of a call. */
  void cancel(Object call) {
    drop(queue -> queue.removeCall(call), waiter -> ItemTerms.cancelledFailure());
  }

  /** Drops what can't be in time any more. To be called often. */
  void expire(long nowNanos) {
    drop(queue -> queue.removeLate(nowNanos), waiter -> ItemTerms.expiredFailure(waiter.needed));
  }

  /** Drops everything that waits. */
  void drop(Failure failure) {
    drop(FairQueue::removeAll, waiter -> failure);
  }

  private void drop(
      Function<FairQueue<Waiter>, List<Waiter>> remove, Function<Waiter, Failure> failure) {
    List<Waiter> dropped = new ArrayList<>();
    change(
        () -> {
          dropped.addAll(remove.apply(waiters));
          for (Waiter waiter : dropped) {
            waitsNoMore(waiter);
            // What waited behind it may fit.
            waiters.resume(waiter.caller());
          }
        });
    Exhaustive.forEach(dropped, waiter -> waiter.dropped.accept(failure.apply(waiter)));
  }

  private final class Share implements Lease {
    private final Caller caller;
    private final Priority priority;
    private final int count;
    private long held;
    private boolean released;

    Share(Caller caller, Priority priority, int count, long held) {
      this.caller = caller;
      this.priority = priority;
      this.count = count;
      this.held = held;
    }

    @Override
    public void reduceTo(long bytes) {
      change(
          () -> {
            if (!released && bytes < held) {
              budget.giveBack(priority, held - bytes);
              callers.giveBack(caller, priority, held - bytes);
              waiters.resume(caller);
              held = bytes;
            }
          });
    }

    @Override
    public void release() {
      change(
          () -> {
            if (!released) {
              released = true;
              items -= count;
              budget.release(priority, held);
              callers.release(caller, priority, held);
              waiters.resume(caller);
            }
          });
    }
  }

  /** Changes something, and lets in who has room by that. They hear of it outside the lock. */
  private void change(Runnable change) {
    List<Runnable> admitted = new ArrayList<>();
    synchronized (this) {
      change.run();
      admitWaiters(admitted);
    }
    admitted.forEach(announcer::tell);
  }

  private void admitWaiters(List<Runnable> admitted) {
    Optional<Priority> next;
    while ((next = budget.next(first(Priority.INTERACTIVE), first(Priority.BATCH))).isPresent()) {
      Waiter waiter = requireNonNull(waiters.peek(next.get()));
      Lease lease = take(waiter.terms, waiter.bytes, waiter.items);
      waiters.poll(next.get());
      waitsNoMore(waiter);
      admitted.add(() -> waiter.admitted.accept(lease));
    }
  }

  private void waitsNoMore(Waiter waiter) {
    waiting -= waiter.bytes;
    callers.waited(waiter.caller(), waiter.bytes);
  }

  /** Callers of whom something is in flight or waits. */
  synchronized int callers() {
    return callers.callers();
  }

  /** Bytes of all admitted items. */
  public synchronized long bytesInFlight() {
    return budget.inUse();
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
    return waiting > 0 || budget.inUse() > capacity / 2;
  }

  public long capacity() {
    return capacity;
  }

  /**
   * Whether the caller's own budget is why an item is not admitted now: the budget in bytes; empty
   * if it is not.
   */
  synchronized OptionalLong exceededBudget(ItemTerms terms, long bytes) {
    return fitsCaller(terms, bytes)
        ? OptionalLong.empty()
        : OptionalLong.of(callers.budget(terms.flow().caller()));
  }

  /** Whether an item that comes now may have its room at once. */
  private boolean isNext(ItemTerms terms, long bytes) {
    Priority priority = terms.priority();
    OptionalLong its = OptionalLong.of(bytes);
    Optional<Priority> next =
        priority == Priority.INTERACTIVE
            ? budget.next(its, first(Priority.BATCH))
            : budget.next(first(Priority.INTERACTIVE), its);
    return first(priority).isEmpty()
        && fitsCaller(terms, bytes)
        && next.filter(priority::equals).isPresent();
  }

  /** Whether the caller's own budget has room for an item, before those of the caller that wait. */
  private boolean fitsCaller(ItemTerms terms, long bytes) {
    Caller caller = terms.flow().caller();
    return !waiters.isPaused(terms.priority(), caller)
        && callers.fits(caller, terms.priority(), bytes);
  }

  /**
   * Bytes of the item that is next in line; empty if none waits that its caller's budget lets in.
   */
  private OptionalLong first(Priority priority) {
    @Nullable Waiter first;
    while ((first = waiters.peek(priority)) != null) {
      if (callers.fits(first.caller(), priority, first.bytes)) {
        return OptionalLong.of(first.bytes);
      }
      // It goes on when the caller gives something back, which it has: else the item would fit.
      waiters.pause(priority, first.caller());
    }
    return OptionalLong.empty();
  }

  private Lease take(ItemTerms terms, long bytes, int count) {
    Caller caller = terms.flow().caller();
    Priority priority = terms.priority();
    long charge = budget.take(priority, bytes, first(Priority.BATCH));
    callers.take(caller, priority, charge);
    items += count;
    return new Share(caller, priority, count, charge);
  }
}
