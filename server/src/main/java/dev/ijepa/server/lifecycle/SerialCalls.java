package dev.ijepa.server.lifecycle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls one after the other, in the order in which they were added, and never under the lock
 * of the object that adds them.
 *
 * <p>An object adds its calls while it holds its lock, which fixes their order, and runs them after
 * it has released the lock. If another thread is making calls at that time, that thread makes these
 * too. A call may add others. io.grpc's SynchronizationContext works the same way.
 */
public final class SerialCalls {
  private static final Logger log = LoggerFactory.getLogger(SerialCalls.class);

  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  /** Adds a call. The caller may hold locks. */
  public void add(Runnable call) {
    calls.add(call);
  }

  /**
   * Makes the calls that were added, unless another thread is at it. The caller must hold no lock.
   * Never throws: if a call throws, this logs it and goes on with the next.
   */
  public void run() {
    // Again after each end: a call may come between the last poll and the end, whose thread found
    // this one still running.
    while (!calls.isEmpty() && running.compareAndSet(false, true)) {
      try {
        runAll();
      } finally {
        running.set(false);
      }
    }
  }

  private void runAll() {
    Runnable call;
    while ((call = calls.poll()) != null) {
      try {
        call.run();
      } catch (RuntimeException | Error e) {
        log.error("A call failed; the next ones are made all the same", e);
      }
    }
  }
}
