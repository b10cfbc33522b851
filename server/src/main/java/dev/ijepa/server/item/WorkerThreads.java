package dev.ijepa.server.item;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A few threads that do the same until their work ends by itself.
 *
 * <p>They end with the process: a start that fails half-way must not leave it hanging.
 */
public final class WorkerThreads {
  private final List<Thread> threads;

  private WorkerThreads(List<Thread> threads) {
    this.threads = threads;
  }

  /** Starts so many threads, whose names begin with {@code name}. */
  public static WorkerThreads start(String name, int count, Runnable work) {
    List<Thread> threads =
        IntStream.range(0, count).mapToObj(i -> new Thread(work, name + "-" + i)).toList();
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
    return new WorkerThreads(threads);
  }

  /** Waits until all have ended; returns early if this thread is interrupted. */
  public void join() {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
