package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.StreamPort;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/**
 * A session's way to the client of a gRPC call.
 *
 * @param <T> the messages of responses
 */
public final class GrpcPort<T> implements StreamPort<T> {
  private final ServerCallStreamObserver<T> call;
  private final CallReset reset = CallReset.current();
  private volatile boolean begun;

  private GrpcPort(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  /** Must be made while the call is being started. */
  public static <T> GrpcPort<T> of(StreamObserver<T> responses) {
    return new GrpcPort<>((ServerCallStreamObserver<T>) responses);
  }

  /** From here on the client sends only what {@link #receive} asks for. */
  public void receiveByAsking() {
    call.disableAutoRequest();
  }

  /** Runs something when the client may read again. Must be set while the call is being started. */
  public void whenReady(Runnable action) {
    call.setOnReadyHandler(action);
  }

  /**
   * Runs something when the call is over: everything has left, or the client is gone. It may run
   * twice. Must be set while the call is being started.
   */
  public void whenClosed(Runnable action) {
    call.setOnCancelHandler(action);
    // Also where gRPC ends the call without a word to the handler.
    call.setOnCloseHandler(action);
  }

  /**
   * Runs something when the call should finish what it has begun, and end with a failure: its
   * connection is too old. It may run several times. Must be set while the call is being started.
   */
  public void whenLeaving(Consumer<Failure> action) {
    AgingCall.current().whenLeaving(action);
  }

  /** Until its headers are out, with the first response, gRPC says that a call is not ready. */
  @Override
  public boolean isReady() {
    return !begun || call.isReady();
  }

  @Override
  public void receive() {
    call.request(1);
  }

  @Override
  public void send(T response) {
    begun = true;
    call.onNext(response);
  }

  @Override
  public void complete() {
    call.onCompleted();
  }

  @Override
  public void fail(Failure failure) {
    call.onError(FailureStatus.exception(failure));
  }

  @Override
  public void reset() {
    reset.now();
  }

  /** gRPC does not tell: a response is one message. */
  @Override
  public long bytesSent() {
    return 0;
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }
}
