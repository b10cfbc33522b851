package dev.ijepa.client.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Sends items when a schedule says so, in a thread of its own. */
final class OpenLoop implements Load {
  private final Exchange.Setup setup;
  private final Semaphore room;
  private final Arrivals.Schedule schedule;
  private final long end;
  private final Thread thread = new Thread(this::sendAll, "bench-arrivals");
  private volatile boolean stopped;

  OpenLoop(Exchange.Setup setup, Semaphore room, Arrivals.Schedule schedule, long end) {
    this.setup = setup;
    this.room = room;
    this.schedule = schedule;
    this.end = end;
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void finish() throws InterruptedException {
    thread.join();
  }

  @Override
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void sendAll() {
    long start = System.nanoTime();
    long due = start + schedule.nextNanos();
    while (due - end < 0) {
      parkUntil(due);
      if (stopped) {
        return;
      }
      send(due);
      due = start + schedule.nextNanos();
    }
  }

  private void send(long due) {
    if (room.tryAcquire()) {
      new Exchange(setup, due, exchange -> room.release()).send();
    } else {
      setup.measurement().notSent(due);
    }
  }

  private void parkUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0 && !stopped) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }
}
