package dev.ijepa.client.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system's time, and one thread for what waits; the tasks must be short. */
public final class TimerThread implements Scheduler {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "ijepa-client-timer");
            thread.setDaemon(true);
            return thread;
          });

  /** What has not been run. The executor's own tasks refuse to be run when it is shut down. */
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  /** Starts no thread until a task waits. */
  public TimerThread() {
    // A client that only once had to wait should not keep a thread for it.
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The tasks report their own failures.
  public void after(Duration delay, Runnable task) {
    Waiting once = new Waiting(task);
    waiting.add(once);
    try {
      executor.schedule(once, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      once.run();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    List.copyOf(waiting).forEach(Waiting::run);
  }

  /** A task that is run once, whoever comes to it first. */
  private final class Waiting implements Runnable {
    private final Runnable task;

    Waiting(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (waiting.remove(this)) {
        task.run();
      }
    }
  }
}
