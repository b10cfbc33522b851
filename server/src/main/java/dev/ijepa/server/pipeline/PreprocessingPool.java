package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.FairQueue;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.WorkerThreads;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that decode and resize, fair to flows. How many tasks wait is bounded by admission.
 */
public final class PreprocessingPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PreprocessingPool.class);

  private record Task(ItemTerms terms, Runnable work) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<Task> queue = new FairQueue<>(Task::terms);
  private final WorkerThreads threads;
  private boolean closed;

  /** Starts the threads. */
  public PreprocessingPool(int threadCount) {
    threads = WorkerThreads.start("ijepa-decode", threadCount, this::work);
  }

  /** Runs {@code work} when it is the turn of those terms. It must not throw. */
  public void execute(ItemTerms terms, Runnable work) {
    lock.lock();
    try {
      queue.add(new Task(terms, work));
      changed.signal();
    } finally {
      lock.unlock();
    }
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
      try {
        task.work.run();
      } catch (RuntimeException | Error e) {
        log.error("A preprocessing task threw; the thread goes on", e);
      }
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

  /** Finishes what waits, then stops the threads. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.join();
  }
}
