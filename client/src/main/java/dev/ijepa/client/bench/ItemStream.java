package dev.ijepa.client.bench;

import com.google.protobuf.MessageLite;
import com.google.rpc.Status;
import dev.ijepa.v1.Timings;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One stream that is open from the first item on; after it broke, from the next item on. Answers
 * come as they are ready.
 */
final class ItemStream<Q extends MessageLite, A> {
  private final Channel connection;
  private final StreamMethod<Q, A> method;
  private final LongAdder bytes;
  private @Nullable OpenCall current;

  ItemStream(Channel connection, StreamMethod<Q, A> method, LongAdder bytes) {
    this.connection = connection;
    this.method = method;
    this.bytes = bytes;
  }

  void send(int number, Transport.Outcome outcome) {
    Failure failure = open().send(number, outcome);
    if (failure != null) {
      outcome.failed(failure);
    }
  }

  synchronized void halfClose() {
    if (current != null) {
      current.halfClose();
    }
  }

  private synchronized OpenCall open() {
    if (current == null || current.isOver()) {
      current = new OpenCall();
      current.start();
    }
    return current;
  }

  private final class OpenCall extends ClientCall.Listener<A> {
    private final ClientCall<Q, A> call =
        connection.newCall(method.descriptor(), CallOptions.DEFAULT.withExecutor(Runnable::run));
    private final Map<String, Transport.Outcome> waiting = new HashMap<>();
    private @Nullable Failure over;
    private boolean halfClosed;

    void start() {
      call.start(this, new Metadata());
      // Window by window would only add messages: what is in flight is bounded by the load.
      call.request(Integer.MAX_VALUE);
    }

    synchronized boolean isOver() {
      return over != null;
    }

    /** Null if it is sent; else why this stream is over, perhaps since it was opened. */
    synchronized @Nullable Failure send(int number, Transport.Outcome outcome) {
      if (over != null) {
        return over;
      }
      if (halfClosed) {
        // An item that is tried again may come after the load has ended.
        return Failure.ENDED;
      }
      String id = Integer.toString(number);
      Q request = method.requests().request(number, id);
      waiting.put(id, outcome);
      call.sendMessage(request);
      bytes.add(request.getSerializedSize());
      return null;
    }

    synchronized void halfClose() {
      if (over == null && !halfClosed) {
        halfClosed = true;
        call.halfClose();
      }
    }

    @Override
    public void onMessage(A answer) {
      Transport.Outcome outcome;
      synchronized (this) {
        outcome = waiting.remove(method.id().apply(answer));
        if (outcome == null && over == null) {
          // From now on the call takes no more items, although its end is told only later.
          over = Failure.INVALID_ANSWER;
        }
      }
      if (outcome == null) {
        call.cancel("an answer to no question", null);
        return;
      }
      Status error = method.error().apply(answer);
      Timings timings = method.timings().apply(answer);
      if (error != null) {
        outcome.failed(Failure.of(error));
      } else if (timings == null) {
        outcome.failed(Failure.INVALID_ANSWER);
      } else {
        outcome.answered(timings);
      }
    }

    @Override
    public void onClose(io.grpc.Status status, Metadata trailers) {
      // Ended in good order with items open: as good as broken.
      Failure ended = Failure.ofCall(status.isOk() ? io.grpc.Status.UNAVAILABLE : status, trailers);
      Failure failure;
      List<Transport.Outcome> unanswered;
      synchronized (this) {
        failure = over == null ? ended : over;
        over = failure;
        unanswered = new ArrayList<>(waiting.values());
        waiting.clear();
      }
      unanswered.forEach(outcome -> outcome.failed(failure));
    }
  }
}
