package dev.ijepa.server.session;

import dev.ijepa.server.item.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A client that reads as a test says. What happens is kept, in order. */
final class FakePort implements StreamPort<String> {
  final List<String> events = Collections.synchronizedList(new ArrayList<>());
  volatile boolean ready = true;
  volatile boolean cancelled;

  /** After each response the client reads no more, until it is ready again. */
  volatile boolean readsOneByOne;

  volatile int asked;
  volatile long sent;

  @Override
  public void send(String response) {
    requireNoLock();
    events.add(response);
    ready = !readsOneByOne;
  }

  @Override
  public void complete() {
    requireNoLock();
    events.add("complete");
  }

  @Override
  public void fail(Failure failure) {
    requireNoLock();
    events.add("fail " + failure.reason());
  }

  @Override
  public void reset() {
    requireNoLock();
    events.add("reset");
  }

  @Override
  public long bytesSent() {
    return sent;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // Events come one after the other.
  public void receive() {
    requireNoLock();
    asked++;
  }

  /** The object whose lock must not be held. */
  volatile Object session = this;

  private void requireNoLock() {
    if (Thread.holdsLock(session)) {
      throw new AssertionError("the session calls its port under its lock");
    }
  }
}
