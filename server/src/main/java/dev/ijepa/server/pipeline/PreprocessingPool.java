package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.FairQueue;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.WorkerThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that decode and resize, fair to flows by the bytes that they send. How many tasks
 * wait is bounded by admission.
 */
public final class PreprocessingPool {
  /** What the last task counts for in the mean time that one takes. */
  private static final double WEIGHT = 0.05;

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

  private final int threadCount;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<Task> queue = new FairQueue<>(Task::terms, Task::cost);
  private final WorkerThreads threads;
  private boolean closed;
  private double meanNanos;

  /** Starts the threads. */
  public PreprocessingPool(int threadCount, Ticker ticker) {
    this.threadCount = threadCount;
    this.ticker = ticker;
    threads = WorkerThreads.start("ijepa-decode", threadCount, this::work);
  }

  /** Runs a task when it is its turn. */
  void execute(Task task) {
    lock.lock();
    try {
      if (!closed) {
        queue.add(task, task.needed.toNanos());
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    task.dropped.accept(new Failure(Reason.SERVER_NOT_SERVING, "the server is shutting down"));
  }

  /** Drops what waits of a flow. */
  void cancel(Object flow) {
    List<Task> cancelled;
    lock.lock();
    try {
      cancelled = queue.removeFlow(flow);
    } finally {
      lock.unlock();
    }
    cancelled.forEach(task -> task.dropped.accept(ItemTerms.cancelledFailure()));
  }

  /** Drops everything that waits for a thread. */
  void drop(Failure failure) {
    List<Task> dropped;
    lock.lock();
    try {
      dropped = queue.removeAll();
    } finally {
      lock.unlock();
    }
    dropped.forEach(task -> task.dropped.accept(failure));
  }

  /** Drops what can't be in time any more. To be called often. */
  public void expire() {
    List<Task> late;
    lock.lock();
    try {
      late = queue.removeLate(ticker.read());
    } finally {
      lock.unlock();
    }
    late.forEach(task -> task.dropped.accept(ItemTerms.expiredFailure(task.needed)));
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

  /** Tasks that all threads do in a second, as lately seen; infinitely many before the first. */
  double tasksPerSecond() {
    lock.lock();
    try {
      return threadCount * 1e9 / meanNanos;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    Task task;
    while ((task = next()) != null) {
      long start = ticker.read();
      Optional<Failure> failure = task.terms.fault(start, task.needed);
      if (failure.isPresent()) {
        task.dropped.accept(failure.get());
      } else {
        task.work.run();
        took(ticker.read() - start);
      }
    }
  }

  private void took(long nanos) {
    lock.lock();
    try {
      meanNanos = meanNanos == 0 ? nanos : meanNanos + WEIGHT * (nanos - meanNanos);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Task next() {
    lock.lock();
    try {
      while (queue.size() == 0 && !closed) {
        changed.awaitUninterruptibly();
      }
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Finishes what waits, for so long at most, then stops the threads. */
  public void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.join(limit);
  }
}
