package dev.ijepa.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.Eventually;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PeriodicTasksTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final AtomicInteger runs = new AtomicInteger();
  private final PeriodicTask counting = new PeriodicTask("counts", SHORT, runs::incrementAndGet);

  @Test
  void aTaskThatThrowsRunsAgain() {
    PeriodicTask failing =
        new PeriodicTask(
            "fails",
            SHORT,
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("the task's fault");
            });

    try (PeriodicTasks tasks = new PeriodicTasks(Set.of(failing))) {
      tasks.start();
      Eventually.holds("it runs again", () -> runs.get() > 1);
    }
  }

  @Test
  void noTaskWaitsForAnother() {
    CountDownLatch never = new CountDownLatch(1);
    PeriodicTask hanging =
        new PeriodicTask(
            "hangs",
            SHORT,
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    try (PeriodicTasks tasks = new PeriodicTasks(Set.of(hanging, counting))) {
      tasks.start();
      Eventually.holds("the other one runs", () -> runs.get() > 1);
    }
  }

  @Test
  void aTaskWithoutAnIntervalNeverRuns() {
    AtomicInteger never = new AtomicInteger();
    PeriodicTask off = new PeriodicTask("off", Duration.ZERO, never::incrementAndGet);

    try (PeriodicTasks tasks = new PeriodicTasks(Set.of(off, counting))) {
      tasks.start();
      Eventually.holds("the other one runs", () -> runs.get() > 1);
    }

    assertThat(never).hasValue(0);
  }
}
