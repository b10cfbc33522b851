package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.Reception;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets a call be refused while its message is still coming, before any handler knows of it. */
final class ReceptionInterceptor implements ServerInterceptor {
  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    RefusableCall<RequestT, ResponseT> refusable = new RefusableCall<>(call);
    Reception reception = ReceptionTracer.current();
    if (!reception.handle(
        failure -> FailureStatus.end(refusable, failure), CallReset.current()::now)) {
      return new Unheard<>(reception);
    }
    return new SimpleForwardingServerCallListener<>(next.startCall(refusable, headers)) {
      @Override
      public void onCancel() {
        reception.finished();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        reception.finished();
        super.onComplete();
      }
    };
  }

  /** Of a call that was refused before it had a handler. */
  private static final class Unheard<RequestT> extends ServerCall.Listener<RequestT> {
    private final Reception reception;

    Unheard(Reception reception) {
      this.reception = reception;
    }

    @Override
    public void onMessage(RequestT message) {
      reception.take().release();
    }

    @Override
    public void onCancel() {
      reception.finished();
    }

    @Override
    public void onComplete() {
      reception.finished();
    }
  }

  /** A call that may be closed by two sides; the second is not heard. */
  private static final class RefusableCall<RequestT, ResponseT>
      extends SimpleForwardingServerCall<RequestT, ResponseT> {
    private boolean over;

    RefusableCall(ServerCall<RequestT, ResponseT> call) {
      super(call);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!over) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(ResponseT message) {
      if (!over) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!over) {
        over = true;
        super.close(status, trailers);
      }
    }
  }
}
