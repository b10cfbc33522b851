package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.protobuf.services.HealthStatusManager;

/**
 * gRPC's health service, with a bound for the names that it is asked for: it echoes an unknown name
 * in full, in a header that most clients can't take, and keeps the names that are watched.
 */
final class HealthService implements ServerInterceptor {
  private static final int LONGEST_NAME = 256;

  private static final Failure NAME_TOO_LONG =
      new Failure(
          Reason.REQUEST_INVALID,
          "service has more than the %d characters that are allowed".formatted(LONGEST_NAME));

  private HealthService() {}

  static ServerServiceDefinition of(HealthStatusManager health) {
    return ServerInterceptors.intercept(health.getHealthService(), new HealthService());
  }

  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    Reception reception = ReceptionTracer.current();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(RequestT message) {
        if (message instanceof HealthCheckRequest check
            && check.getService().length() > LONGEST_NAME) {
          reception.refuse(NAME_TOO_LONG);
        } else {
          super.onMessage(message);
        }
      }
    };
  }
}
