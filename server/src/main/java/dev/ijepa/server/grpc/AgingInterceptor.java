package dev.ijepa.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Tells connections of their calls. */
final class AgingInterceptor implements ServerInterceptor {
  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    AgingCall aging =
        new AgingCall(call.getMethodDescriptor().getType(), ReceptionTracer.current()::refuse);
    ServerCall.Listener<RequestT> listener =
        Contexts.interceptCall(aging.in(Context.current()), call, headers, next);
    AgingConnection connection = ConnectionAges.of(call.getAttributes());
    if (connection == null) {
      return listener;
    }
    connection.opened(aging);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        connection.closed(aging);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        connection.closed(aging);
        super.onComplete();
      }
    };
  }
}
