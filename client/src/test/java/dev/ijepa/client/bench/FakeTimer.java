package dev.ijepa.client.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Keeps tasks until a test runs them. */
final class FakeTimer implements Timer {
  final List<Duration> pauses = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void after(long nanos, Runnable task) {
    pauses.add(Duration.ofNanos(nanos));
    tasks.add(task);
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
