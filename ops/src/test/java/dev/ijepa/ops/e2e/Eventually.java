package dev.ijepa.ops.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads bring about. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  private Eventually() {}

  /** Returns when the condition holds; fails if it does not come to hold. */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("after %s still not so: %s".formatted(LIMIT, what));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
