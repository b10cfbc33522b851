package dev.ijepa.server.rpc;

import dev.ijepa.server.item.Failure;
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
    Reception.current().onRefusal(refusable::refuse);
    return new SimpleForwardingServerCallListener<>(next.startCall(refusable, headers)) {
      // The rest of the message may have been on the way: nobody waits for its answer.
      @Override
      public void onMessage(RequestT message) {
        if (!refusable.isRefused()) {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!refusable.isRefused()) {
          super.onHalfClose();
        }
      }
    };
  }

  /** A call that may be closed by two sides; the second is not heard. */
  private static final class RefusableCall<RequestT, ResponseT>
      extends SimpleForwardingServerCall<RequestT, ResponseT> {
    private boolean over;
    private boolean refused;

    RefusableCall(ServerCall<RequestT, ResponseT> call) {
      super(call);
    }

    synchronized boolean isRefused() {
      return refused;
    }

    synchronized void refuse(Failure failure) {
      refused = true;
      FailureStatus.end(this, failure);
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
