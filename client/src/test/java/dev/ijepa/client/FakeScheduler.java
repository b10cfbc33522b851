package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Waits no time: what is to run later runs at once, and the clock jumps to then. */
final class FakeScheduler implements Scheduler {
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong();

  @Override
  public long nanoTime() {
    return now.get();
  }

  /** Puts the clock forward. */
  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public void after(Duration delay, Runnable task) {
    waits.add(delay);
    now.addAndGet(delay.toNanos());
    task.run();
  }

  @Override
  public void close() {}
}
