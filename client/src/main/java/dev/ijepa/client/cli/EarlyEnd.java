package dev.ijepa.client.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM as an early end in good order: what runs is stopped, and the process waits
 * until its files are closed. Not by an interrupt of the thread, which would close a file under its
 * writer.
 */
final class EarlyEnd implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::arrived, "early-end");
  private Runnable stop = () -> {};
  private boolean asked;

  private EarlyEnd() {}

  /** From now on, until it is closed, the process ends in good order. */
  static EarlyEnd onSignal() {
    EarlyEnd end = new EarlyEnd();
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** Says how to stop what runs now; it is stopped at once if the signal came before. */
  synchronized void stopBy(Runnable action) {
    stop = action;
    if (asked) {
      action.run();
    }
  }

  /** Whether the signal came. */
  synchronized boolean isAsked() {
    return asked;
  }

  void arrived() {
    synchronized (this) {
      asked = true;
      stop.run();
    }
    try {
      boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is written. */
  @Override
  public void close() {
    finished.countDown();
    if (!isAsked()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is on its way out already.
      }
    }
  }
}
