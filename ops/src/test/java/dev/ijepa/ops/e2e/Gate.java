package dev.ijepa.ops.e2e;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where runs wait until a test lets them go on. */
public final class Gate {
  private static final int ALL = 1_000_000;

  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
  private final Semaphore permits = new Semaphore(0);

  /** A run comes, and waits. */
  public void pass(int items) {
    arrived.add(items);
    permits.acquireUninterruptibly();
  }

  /** Waits until the next run has come; returns its number of items. */
  public int awaitRun() throws InterruptedException {
    Integer items = arrived.poll(30, TimeUnit.SECONDS);
    if (items == null) {
      throw new AssertionError("no run has come");
    }
    return items;
  }

  /** Lets one run go on. */
  public void letOnePass() {
    permits.release();
  }

  /** Lets all go on that are here and that come. */
  public void open() {
    permits.release(ALL);
  }
}
