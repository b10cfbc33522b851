package dev.ijepa.client.internal;

import java.time.Duration;

/** Time, so that tests need none. */
public interface Scheduler extends AutoCloseable {
  /** Nanoseconds since some moment; only differences mean something. */
  long nanoTime();

  /** Runs the task once, not earlier than after the delay, or at once when this is closed. */
  void after(Duration delay, Runnable task);

  /** Runs what still waits: whoever waits for it must learn that there is no more to come. */
  @Override
  void close();
}
