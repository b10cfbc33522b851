package dev.ijepa.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls an observer outside the lock of the stream that it observes, one call after the other, in
 * the order in which they were added. An observer that takes a lock of its own, or asks the client
 * for something, can't stop the stream.
 */
final class ObserverCalls {
  private static final long PAUSE_NANOS = 50_000;

  private final ClientObserver observer;
  private final Queue<Consumer<ClientObserver>> calls = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();

  ObserverCalls(ClientObserver observer) {
    this.observer = observer;
  }

  /** Adds a call. The lock may be held, which fixes the order. */
  void add(Consumer<ClientObserver> call) {
    calls.add(call);
  }

  /** Makes the calls that were added, unless another thread is at it. No lock may be held. */
  void run() {
    // Again after each end: a call may come between the last poll and the end.
    while (!calls.isEmpty() && runner.compareAndSet(null, Thread.currentThread())) {
      try {
        Consumer<ClientObserver> call;
        while ((call = calls.poll()) != null) {
          call.accept(observer);
        }
      } finally {
        runner.set(null);
      }
    }
  }

  /** Returns when all calls were made: who has all results sees all that was observed of them. */
  void finish() {
    run();
    while (runner.get() != null && runner.get() != Thread.currentThread()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
