package dev.ijepa.client.bench;

import dev.ijepa.client.internal.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Keeps tasks until a test runs them. */
final class FakeScheduler implements Scheduler {
  final List<Duration> pauses = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    pauses.add(delay);
    tasks.add(task);
  }

  @Override
  public void close() {
    runAll();
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
