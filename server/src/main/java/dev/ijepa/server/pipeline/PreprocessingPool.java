package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.queue.FairQueue;
import dev.ijepa.server.queue.WorkerThreads;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads that decode and resize, fair to flows by the bytes that they send. Interactive and
 * batch images are decoded beside each other, as {@link DecodeThreads} says. How many tasks wait is
 * bounded by admission.
 */
public final class PreprocessingPool {
  /** What the last task counts for in the mean time that one takes. */
  private static final double WEIGHT = 0.05;

  private static final Failure SHUTTING_DOWN =
      new Failure(Reason.SERVER_NOT_SERVING, "the server is shutting down");

  /**
   * What a thread is to do.
   *
   * @param cost bytes to decode
   * @param needed how long the item takes after this
   * @param work must not throw
   * @param dropped is run instead if there is no point in the work any more
   */
  record Task(
      ItemTerms terms, long cost, Duration needed, Runnable work, Consumer<Failure> dropped) {}

  private final int atOnce;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<Task> queue = new FairQueue<>(Task::terms, Task::cost);
  private final DecodeThreads places;
  private final Map<Priority, Double> meanNanos = new EnumMap<>(Priority.class);
  private final WorkerThreads threads;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param atOnce how many images of batch streams are decoded at once, and how many interactive
   *     ones beside them
   */
  public PreprocessingPool(int atOnce, Ticker ticker) {
    this.atOnce = atOnce;
    this.ticker = ticker;
    places = new DecodeThreads(atOnce);
    threads = WorkerThreads.start("ijepa-decode", places.count(), this::work);
  }

  /** Runs a task when it is its turn. */
  void execute(Task task) {
    lock.lock();
    try {
      if (!closed) {
        queue.add(task, Nanos.of(task.needed));
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    task.dropped.accept(SHUTTING_DOWN);
  }

  /** Drops what waits of a call. */
  void cancel(Object call) {
    drop(waiting -> waiting.removeCall(call), task -> ItemTerms.cancelledFailure());
  }

  /** Drops everything that waits for a thread. */
  void drop(Failure failure) {
    drop(FairQueue::removeAll, task -> failure);
  }

  /** Drops what can't be in time any more. To be called often. */
  public void expire() {
    drop(
        waiting -> waiting.removeLate(ticker.read()),
        task -> ItemTerms.expiredFailure(task.needed));
  }

  private void drop(Function<FairQueue<Task>, List<Task>> remove, Function<Task, Failure> failure) {
    List<Task> dropped;
    lock.lock();
    try {
      dropped = remove.apply(queue);
    } finally {
      lock.unlock();
    }
    Exhaustive.forEach(dropped, task -> task.dropped.accept(failure.apply(task)));
  }

  /** Tasks that wait for a thread. */
  public int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tasks of a kind that all threads do in a second, as lately seen; infinitely many before the
   * first.
   */
  double tasksPerSecond(Priority priority) {
    lock.lock();
    try {
      return atOnce * 1e9 / meanNanos.getOrDefault(priority, 0.0);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    Task task;
    while ((task = next()) != null) {
      try {
        work(task);
      } finally {
        ended(task);
      }
    }
  }

  private void work(Task task) {
    long start = ticker.read();
    Optional<Failure> failure = task.terms.fault(start, task.needed);
    if (failure.isPresent()) {
      task.dropped.accept(failure.get());
    } else {
      task.work.run();
      took(task.terms.priority(), ticker.read() - start);
    }
  }

  private void took(Priority priority, long nanos) {
    lock.lock();
    try {
      meanNanos.merge(priority, (double) nanos, (mean, its) -> mean + WEIGHT * (its - mean));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a task that may be done now; null if there will be none any more. */
  private @Nullable Task next() {
    lock.lock();
    try {
      Task task;
      while ((task = poll()) == null && !(closed && queue.size() == 0)) {
        changed.awaitUninterruptibly();
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Task poll() {
    for (Priority priority : Priority.values()) {
      if (places.areFree(priority)) {
        Task task = queue.poll(priority);
        if (task != null) {
          places.count(priority, 1);
          return task;
        }
      }
    }
    return null;
  }

  private void ended(Task task) {
    lock.lock();
    try {
      places.count(task.terms.priority(), -1);
      // Whoever may have this place now, this thread takes it. The others wait for nothing but
      // their end.
      if (closed) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Finishes what waits, for so long at most, then stops the threads. What still waits then is
   * dropped.
   */
  public void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!threads.join(limit)) {
      drop(SHUTTING_DOWN);
    }
  }
}
