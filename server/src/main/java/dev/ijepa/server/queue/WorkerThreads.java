package dev.ijepa.server.queue;

import dev.ijepa.server.item.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads that do the same until their work returns by itself. What is thrown out of it, a
 * bug or an error of memory, is logged, and the work begun again after a short pause: a worker that
 * died would leave a server that looks alive and does nothing, and one that fails again and again
 * must not fill the log and a core with it.
 *
 * <p>They end with the process: a start that fails half-way must not leave it hanging.
 */
public final class WorkerThreads {
  private static final Logger log = LoggerFactory.getLogger(WorkerThreads.class);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final List<Thread> threads;

  private WorkerThreads(List<Thread> threads) {
    this.threads = threads;
  }

  /** Starts so many threads, whose names begin with {@code name}. */
  public static WorkerThreads start(String name, int count, Runnable work) {
    return start(name, IntStream.range(0, count).mapToObj(i -> work).toList());
  }

  /** Starts a thread for each piece of work; their names begin with {@code name}. */
  public static WorkerThreads start(String name, List<? extends Runnable> works) {
    return start(name, works, () -> LockSupport.parkNanos(PAUSE.toNanos()));
  }

  static WorkerThreads start(String name, List<? extends Runnable> works, Runnable pause) {
    List<Thread> threads =
        IntStream.range(0, works.size())
            .mapToObj(i -> new Thread(() -> workOn(works.get(i), pause), name + "-" + i))
            .toList();
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
    return new WorkerThreads(threads);
  }

  private static void workOn(Runnable work, Runnable pause) {
    while (true) {
      try {
        work.run();
        return;
      } catch (RuntimeException | Error e) {
        log.error(
            "The work of {} failed; it is begun again after a pause",
            Thread.currentThread().getName(),
            e);
        pause.run();
      }
    }
  }

  /**
   * Waits until all have ended; returns early if this thread is interrupted.
   *
   * @return whether they have
   */
  public boolean join(Duration limit) {
    long end = Nanos.plus(System.nanoTime(), Nanos.of(limit));
    for (Thread thread : threads) {
      try {
        // At least a millisecond: zero would mean for ever.
        thread.join(
            Math.max(1, TimeUnit.NANOSECONDS.toMillis(Nanos.minus(end, System.nanoTime()))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
