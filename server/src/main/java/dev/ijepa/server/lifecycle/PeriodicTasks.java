package dev.ijepa.server.lifecycle;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.item.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done now and then, each in a thread of its own: none waits for another. */
public final class PeriodicTasks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

  private final List<ScheduledExecutorService> executors = new ArrayList<>();

  /** Runs a task again and again, with so much time between two runs. */
  public synchronized void add(String name, Duration interval, Runnable task) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            new ThreadFactoryBuilder().setNameFormat("ijepa-" + name).setDaemon(true).build());
    executors.add(executor);
    long nanos = Nanos.of(interval);
    var unused =
        executor.scheduleWithFixedDelay(() -> run(name, task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static void run(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // An exception would end the schedule.
      log.error("The task '{}' failed; it is tried again in its time", name, e);
    }
  }

  @Override
  public synchronized void close() {
    Exhaustive.forEach(executors, ScheduledExecutorService::shutdownNow);
  }
}
