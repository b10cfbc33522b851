package dev.ijepa.client.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps a number of items in flight: each answer sends the next item. */
final class ClosedLoop implements Load {
  // A server that is away fails calls at once: without a pause, we would spin.
  private static final Duration AWAY = Duration.ofMillis(100);

  private final Exchange.Setup setup;
  private final Semaphore room;
  private final int concurrency;
  private volatile boolean stopped;

  ClosedLoop(Exchange.Setup setup, Semaphore room, int concurrency) {
    this.setup = setup;
    this.room = room;
    this.concurrency = concurrency;
  }

  @Override
  public void start() {
    for (int i = 0; i < concurrency; i++) {
      new Slot().sendNext();
    }
  }

  @Override
  public void finish() {
    stop();
  }

  @Override
  public void stop() {
    stopped = true;
  }

  /** The place of one item in flight. */
  private final class Slot {
    private final AtomicInteger due = new AtomicInteger();

    /** An answer that comes before its sending returned is queued, not nested in its stack. */
    void sendNext() {
      if (due.getAndIncrement() > 0) {
        return;
      }
      int left;
      do {
        try {
          send();
        } finally {
          // Whatever was thrown, the place is free for what the item's end sends.
          left = due.decrementAndGet();
        }
      } while (left > 0);
    }

    private void send() {
      if (!stopped && room.tryAcquire()) {
        new Exchange(setup, System.nanoTime(), this::done).send();
      }
    }

    private void done(Exchange exchange) {
      room.release();
      if (stopped) {
        return;
      }
      if (exchange.isUnreachable()) {
        setup.scheduler().after(AWAY, this::sendNext);
      } else {
        sendNext();
      }
    }
  }
}
