package dev.ijepa.client;

import java.util.concurrent.Flow;

/** How many results a subscriber has asked for and not got. */
final class Demand implements Flow.Subscription {
  private final Runnable onCancel;
  private long asked;
  private boolean cancelled;
  private boolean illegal;

  Demand(Runnable onCancel) {
    this.onCancel = onCancel;
  }

  @Override
  public synchronized void request(long count) {
    if (count < 1) {
      illegal = true;
    } else {
      // So much is no bound at all: Flow says that it need not be counted.
      asked = asked + count < 0 ? Long.MAX_VALUE : asked + count;
    }
    notifyAll();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      cancelled = true;
      notifyAll();
    }
    onCancel.run();
  }

  /**
   * Waits until a result is asked for; false if none is wanted any more.
   *
   * @throws IllegalArgumentException if it was asked for none, or for less
   */
  synchronized boolean await() throws InterruptedException {
    while (asked == 0 && !cancelled && !illegal) {
      wait();
    }
    if (illegal && !cancelled) {
      throw new IllegalArgumentException("a request must be for 1 or more");
    }
    return !cancelled;
  }

  /** As {@link #await}, and counts the result as given. */
  synchronized boolean take() throws InterruptedException {
    boolean wanted = await();
    if (wanted && asked < Long.MAX_VALUE) {
      asked--;
    }
    return wanted;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }
}
