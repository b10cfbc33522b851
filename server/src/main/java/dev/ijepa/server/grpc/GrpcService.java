package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.MessageLimits;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/**
 * A service that a door contributes to the gRPC port.
 *
 * @param definition of the service
 * @param limits of its request messages
 * @param isCharged whether what its calls hold is charged to a budget; there may be few calls of
 *     the others
 * @param refusesEarly whether its unary calls are refused at their headers if no model could answer
 *     them in time
 */
public record GrpcService(
    ServerServiceDefinition definition,
    MessageLimits limits,
    boolean isCharged,
    boolean refusesEarly) {
  /** A service whose requests are images. */
  public static GrpcService ofImages(BindableService service, MessageLimits limits) {
    return new GrpcService(service.bindService(), limits, true, true);
  }

  /** A service whose requests are names and numbers. */
  public static GrpcService ofNames(BindableService service, MessageLimits limits) {
    return new GrpcService(service.bindService(), limits, false, false);
  }

  /** Its full name. */
  String name() {
    return definition.getServiceDescriptor().getName();
  }
}
