package dev.ijepa.client;

import dev.ijepa.v1.StreamOptions;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bidirectional gRPC call with manual flow control.
 *
 * @param <Q> the request message
 * @param <A> the answer message
 * @param <T> what an answer is turned into
 */
final class GrpcCall<Q, A, T> implements OpenCall {
  private final ItemMethod<Q, A, T> method;
  private final ClientCall<Q, A> call;
  private final CallProgress progress;
  // The options that the first request carries; null once it is sent.
  private @Nullable StreamOptions unsentOptions;
  private volatile boolean cancelled;

  private GrpcCall(
      ItemMethod<Q, A, T> method,
      StreamOptions options,
      ClientCall<Q, A> call,
      CallProgress progress) {
    this.method = method;
    this.unsentOptions = options;
    this.call = call;
    this.progress = progress;
  }

  static <Q, A, T> OpenCall open(
      Connection connection,
      ItemMethod<Q, A, T> method,
      StreamOptions options,
      LongSupplier nanoTime,
      OpenCall.Listener<T> listener) {
    if (connection.isClosed()) {
      throw Errors.closedHere("the client is closed");
    }
    connection.wake();
    ClientCall<Q, A> call = connection.channel().newCall(method.descriptor(), CallOptions.DEFAULT);
    CallProgress progress = new CallProgress(nanoTime);
    call.start(new AnswerListener<>(method, listener, progress), new Metadata());
    return new GrpcCall<>(method, options, call, progress);
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(long index, ReadImage image) {
    Q request = method.request(Long.toString(index), image, unsentOptions);
    unsentOptions = null;
    progress.sent(image.bytes());
    try {
      call.sendMessage(request);
    } catch (IllegalStateException e) {
      // gRPC does not let anything be sent after cancelling, which another thread may just have
      // done.
      if (!cancelled) {
        throw e;
      }
    }
  }

  @Override
  public void requestAnswer() {
    call.request(1);
  }

  @Override
  public void halfClose() {
    try {
      call.halfClose();
    } catch (IllegalStateException e) {
      if (!cancelled) {
        throw e;
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    call.cancel("the stream was closed", null);
  }

  private static final class AnswerListener<Q, A, T> extends ClientCall.Listener<A> {
    private final ItemMethod<Q, A, T> method;
    private final OpenCall.Listener<T> listener;
    private final CallProgress progress;

    AnswerListener(
        ItemMethod<Q, A, T> method, OpenCall.Listener<T> listener, CallProgress progress) {
      this.method = method;
      this.listener = listener;
      this.progress = progress;
    }

    @Override
    public void onReady() {
      listener.onReady();
    }

    @Override
    public void onMessage(A answer) {
      progress.heard();
      long index = Long.parseLong(method.id(answer));
      Optional<IjepaException> error = method.error(answer);
      if (error.isPresent()) {
        listener.onItemError(index, error.get());
      } else {
        deliver(index, answer);
      }
    }

    private void deliver(long index, A answer) {
      T value;
      try {
        value = method.value(answer);
      } catch (RuntimeException e) {
        listener.onItemError(index, Errors.ofDecoder(e));
        return;
      }
      listener.onValue(index, value, method.bytes(answer));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      listener.onClosed(
          status.isOk() ? Errors.endedEarly() : Errors.ofCall(status, trailers, progress));
    }
  }
}
