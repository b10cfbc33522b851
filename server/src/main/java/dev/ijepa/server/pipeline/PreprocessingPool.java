package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.FairQueue;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.WorkerThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that decode and resize, fair to flows by the bytes that they send. How many tasks
 * wait is bounded by admission.
 */
public final class PreprocessingPool {
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

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<Task> queue = new FairQueue<>(Task::terms, Task::cost);
  private final WorkerThreads threads;
  private boolean closed;

  /** Starts the threads. */
  public PreprocessingPool(int threadCount, Ticker ticker) {
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

  private void work() {
    Task task;
    while ((task = next()) != null) {
      task.work.run();
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
