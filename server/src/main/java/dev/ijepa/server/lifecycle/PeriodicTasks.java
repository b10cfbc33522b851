package dev.ijepa.server.lifecycle;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.item.Nanos;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the periodic tasks of all rooms, each in a thread of its own: no task waits for another. */
public final class PeriodicTasks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

  private final Set<PeriodicTask> tasks;
  private final List<ScheduledExecutorService> executors = new ArrayList<>();

  @Inject
  public PeriodicTasks(Set<PeriodicTask> tasks) {
    this.tasks = tasks;
  }

  /** Starts the tasks. The first run of each comes after its interval. */
  public synchronized void start() {
    tasks.stream().filter(task -> !task.interval().isZero()).forEach(this::start);
  }

  private void start(PeriodicTask task) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            new ThreadFactoryBuilder()
                .setNameFormat("ijepa-" + task.name())
                .setDaemon(true)
                .build());
    executors.add(executor);
    long nanos = Nanos.of(task.interval());
    var unused =
        executor.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static void run(PeriodicTask task) {
    try {
      task.action().run();
    } catch (RuntimeException | Error e) {
      // An exception would end the schedule.
      log.error("The task '{}' failed; it is tried again in its time", task.name(), e);
    }
  }

  @Override
  public synchronized void close() {
    Exhaustive.forEach(executors, ScheduledExecutorService::shutdownNow);
  }
}
