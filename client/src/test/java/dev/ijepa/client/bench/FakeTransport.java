package dev.ijepa.client.bench;

import dev.ijepa.v1.Timings;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Answers at once, inside the sending, with the failures that a test lined up before. */
final class FakeTransport implements Transport {
  final Queue<Failure> failures = new ArrayDeque<>();
  int sent;
  boolean closed;
  private boolean throwing;
  private Outcome thrown;

  /** Runs at each sending, before its answer. */
  Runnable atSending = () -> {};

  /** The next item's sending throws, after the item was taken. */
  void throwNext() {
    throwing = true;
  }

  /** The item whose sending threw fails. */
  void failThrown() {
    thrown.failed(new Failure(Status.Code.CANCELLED, "", null));
  }

  @Override
  public void send(Outcome outcome) {
    sent++;
    atSending.run();
    if (throwing) {
      throwing = false;
      thrown = outcome;
      throw new IllegalStateException("call was cancelled");
    }
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
