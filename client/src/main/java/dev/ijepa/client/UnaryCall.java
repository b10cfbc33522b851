package dev.ijepa.client;

import com.google.protobuf.MessageLite;
import dev.ijepa.client.internal.Scheduler;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, over as many attempts as its deadline allows.
 *
 * @param <Q> the request message
 * @param <A> the answer message
 * @param <T> what the answer is turned into
 */
final class UnaryCall<Q, A, T> {
  private final Connection connection;
  private final MethodDescriptor<Q, A> method;
  private final Q request;
  private final Function<A, T> decoder;
  private final Backoff backoff;
  private final Scheduler scheduler;
  private final long deadlineNanos;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile @Nullable ClientCall<Q, A> current;
  private int failures;

  UnaryCall(
      Connection connection,
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, T> decoder,
      Backoff backoff,
      Scheduler scheduler,
      Duration timeout) {
    this.connection = connection;
    this.method = method;
    this.request = request;
    this.decoder = decoder;
    this.backoff = backoff;
    this.scheduler = scheduler;
    this.deadlineNanos = scheduler.nanoTime() + timeout.toNanos();
  }

  /** Starts; cancelling the future cancels the call. */
  CompletableFuture<T> start() {
    CompletableFuture<T> unused = result.whenComplete((value, error) -> cancelIfGivenUp());
    attempt();
    return result;
  }

  private void attempt() {
    ClientCall<Q, A> call =
        connection
            .channel()
            .newCall(
                method, CallOptions.DEFAULT.withDeadlineAfter(remaining(), TimeUnit.NANOSECONDS));
    current = call;
    CallProgress progress = new CallProgress(scheduler::nanoTime);
    if (request instanceof MessageLite message) {
      progress.sent(message.getSerializedSize());
    }
    call.start(new Listener(progress), new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    // The future may have been cancelled before `current` was this call.
    cancelIfGivenUp();
  }

  private void cancelIfGivenUp() {
    ClientCall<Q, A> call = current;
    if (call != null && result.isCancelled()) {
      call.cancel("the caller gave up", null);
    }
  }

  private long remaining() {
    return deadlineNanos - scheduler.nanoTime();
  }

  private void failed(IjepaException error) {
    failures++;
    Optional<Duration> wait = backoff.before(failures, error);
    // An attempt that could only start after the deadline would hide the real error behind it.
    boolean inTime = wait.isPresent() && wait.get().toNanos() < remaining();
    if (inTime && !result.isDone() && !connection.isClosed()) {
      scheduler.after(wait.orElseThrow(), this::retry);
    } else {
      result.completeExceptionally(error);
    }
  }

  private void retry() {
    if (connection.isClosed()) {
      result.completeExceptionally(Errors.closedHere("the client was closed"));
    } else if (!result.isDone()) {
      connection.wake();
      attempt();
    }
  }

  private void answered(A answer) {
    try {
      result.complete(decoder.apply(answer));
    } catch (RuntimeException e) {
      result.completeExceptionally(Errors.ofDecoder(e));
    }
  }

  private final class Listener extends ClientCall.Listener<A> {
    private final CallProgress progress;
    private @Nullable A answer;

    Listener(CallProgress progress) {
      this.progress = progress;
    }

    @Override
    public void onMessage(A message) {
      answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      try {
        closed(status, trailers);
      } catch (RuntimeException e) {
        // gRPC would log it, and nobody would complete the future.
        result.completeExceptionally(Errors.ofDecoder(e));
      }
    }

    private void closed(Status status, Metadata trailers) {
      if (!status.isOk()) {
        failed(Errors.ofCall(status, trailers, progress));
      } else if (answer == null) {
        failed(Errors.endedEarly());
      } else {
        answered(answer);
      }
    }
  }
}
