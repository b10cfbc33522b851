package dev.ijepa.client.bench;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timer with a thread of its own. */
final class TimerThread implements Timer, AutoCloseable {
  // A task that comes after the end has nothing to do any more.
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, task -> new Thread(task, "bench-timer"), new ThreadPoolExecutor.DiscardPolicy());

  @Override
  public void after(long nanos, Runnable task) {
    var unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
