package dev.ijepa.client.bench;

import dev.ijepa.v1.Timings;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Answers at once, inside the sending, with the failures that a test lined up before. */
final class FakeTransport implements Transport {
  final Queue<Failure> failures = new ArrayDeque<>();
  int sent;
  boolean closed;

  /** Runs at each sending, before its answer. */
  Runnable atSending = () -> {};

  @Override
  public void send(Outcome outcome) {
    sent++;
    atSending.run();
    @Nullable Failure failure = failures.poll();
    if (failure == null) {
      outcome.answered(Timings.getDefaultInstance());
    } else {
      outcome.failed(failure);
    }
  }

  @Override
  public long bytesSent() {
    return sent;
  }

  @Override
  public void close() {
    closed = true;
  }
}
