package dev.ijepa.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(1);

  private Eventually() {}

  /** Returns when the condition holds; fails if it does not come to hold. */
  public static void holds(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("after %s still not so: %s".formatted(LIMIT, what));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
