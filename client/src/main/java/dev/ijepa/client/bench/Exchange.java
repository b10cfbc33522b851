package dev.ijepa.client.bench;

import dev.ijepa.client.internal.Scheduler;
import dev.ijepa.v1.Timings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One item, from when it should be sent until it is answered or given up. */
final class Exchange implements Transport.Outcome {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int MOST_DOUBLINGS = 5;

  private final Setup setup;
  private final long start;
  private final Consumer<Exchange> done;
  private int attempts;
  private boolean unreachable;

  /**
   * What all items share.
   *
   * @param retries whether what may succeed later is sent again
   * @param over set when the load point has ended: nothing is sent any more
   */
  record Setup(
      Transport transport,
      Measurement measurement,
      Scheduler scheduler,
      boolean retries,
      long deadlineNanos,
      AtomicBoolean over) {
    Setup(
        Transport transport,
        Measurement measurement,
        Scheduler scheduler,
        boolean retries,
        long deadlineNanos) {
      this(transport, measurement, scheduler, retries, deadlineNanos, new AtomicBoolean());
    }
  }

  /**
   * An item.
   *
   * @param start when it should be sent, in ns of {@link System#nanoTime}
   * @param done runs once, when its outcome is recorded
   */
  Exchange(Setup setup, long start, Consumer<Exchange> done) {
    this.setup = setup;
    this.start = start;
    this.done = done;
  }

  void send() {
    attempts++;
    setup.transport().send(this);
  }

  /** A scheduler that is closed runs what waits at once. */
  private void sendAgain() {
    if (!setup.over().get()) {
      send();
    }
  }

  /** Whether it failed because nobody was there. */
  boolean isUnreachable() {
    return unreachable;
  }

  @Override
  public void answered(Timings timings) {
    setup.measurement().answered(start, System.nanoTime(), timings);
    done.accept(this);
  }

  @Override
  public void failed(Failure failure) {
    long now = System.nanoTime();
    long pause = pauseNanos(failure);
    boolean inTime = now + pause - start < setup.deadlineNanos();
    if (setup.retries() && failure.isRetryable() && inTime) {
      setup.measurement().retried(now);
      setup.scheduler().after(Duration.ofNanos(pause), this::sendAgain);
      return;
    }
    unreachable = failure.isUnreachable();
    setup.measurement().failed(start, now, failure);
    done.accept(this);
  }

  /**
   * What the server asks for; else twice as long each time, spread so that not all come at once.
   */
  private long pauseNanos(Failure failure) {
    if (failure.retryDelay() != null) {
      return failure.retryDelay().toNanos();
    }
    long most = FIRST_PAUSE_NANOS << Math.min(attempts - 1, MOST_DOUBLINGS);
    return ThreadLocalRandom.current().nextLong(most / 2, most);
  }
}
