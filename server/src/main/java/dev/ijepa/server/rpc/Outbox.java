package dev.ijepa.server.rpc;

import dev.ijepa.server.pipeline.Lease;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Responses of a stream that wait until its client reads. Only what it reads is handed to gRPC,
 * which would keep any number of them: so what a client leaves unread is seen, charged, and can be
 * thrown away. Not safe for use by several threads at once.
 */
final class Outbox<T> {
  private record Outgoing<T>(T response, Lease lease) {}

  private final ServerCallStreamObserver<T> call;
  private final Queue<Outgoing<T>> waiting = new ArrayDeque<>();
  private final List<Lease> unread = new ArrayList<>();
  private boolean begun;

  Outbox(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  void add(T response, Lease lease) {
    waiting.add(new Outgoing<>(response, lease));
  }

  /**
   * Hands on what the client takes.
   *
   * @return the number of responses
   */
  int flush() {
    int sent = 0;
    releaseIfRead();
    while (!waiting.isEmpty() && isReady()) {
      Outgoing<T> next = waiting.remove();
      begun = true;
      unread.add(next.lease);
      call.onNext(next.response);
      sent++;
      releaseIfRead();
    }
    return sent;
  }

  /** Until its headers are out, with the first response, a call is never ready. */
  boolean isReady() {
    return !begun || call.isReady();
  }

  private void releaseIfRead() {
    if (call.isReady()) {
      release();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Throws away what waits. */
  void clear() {
    waiting.forEach(outgoing -> outgoing.lease.release());
    waiting.clear();
  }

  /** The call is over: nothing is kept of it any more. */
  void release() {
    unread.forEach(Lease::release);
    unread.clear();
  }
}
