package dev.ijepa.client.bench;

import com.google.protobuf.MessageLite;
import dev.ijepa.v1.Timings;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Each item is a call of its own; calls go round the connections.
 *
 * <p>Answers are handled by the threads that read the connections: no thread is woken for a call.
 */
final class UnaryCalls<Q extends MessageLite, A> implements Transport {
  private final List<ManagedChannel> connections;
  private final UnaryMethod<Q, A> method;
  private final long deadlineNanos;
  private final AtomicInteger turn = new AtomicInteger();
  private final LongAdder bytes = new LongAdder();

  UnaryCalls(List<ManagedChannel> connections, UnaryMethod<Q, A> method, Duration deadline) {
    this.connections = connections;
    this.method = method;
    this.deadlineNanos = deadline.toNanos();
  }

  @Override
  public void send(Outcome outcome) {
    int number = turn.getAndIncrement() & Integer.MAX_VALUE;
    Q request = method.requests().get(number % method.requests().size());
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(Runnable::run)
            .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS);
    ClientCall<Q, A> call =
        connections.get(number % connections.size()).newCall(method.descriptor(), options);
    call.start(new Answer(outcome), new Metadata());
    // Two, as gRPC's own stubs do: a second answer is an error that must be seen.
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    bytes.add(request.getSerializedSize());
  }

  @Override
  public long bytesSent() {
    return bytes.sum();
  }

  @Override
  public void close() {
    connections.forEach(ManagedChannel::shutdownNow);
  }

  private final class Answer extends ClientCall.Listener<A> {
    private final Outcome outcome;
    private @Nullable A answer;

    Answer(Outcome outcome) {
      this.outcome = outcome;
    }

    @Override
    public void onMessage(A message) {
      answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!status.isOk()) {
        outcome.failed(Failure.ofCall(status, trailers));
        return;
      }
      Timings timings = answer == null ? null : method.timings().apply(answer);
      if (timings == null) {
        outcome.failed(Failure.INVALID_ANSWER);
      } else {
        outcome.answered(timings);
      }
    }
  }
}
