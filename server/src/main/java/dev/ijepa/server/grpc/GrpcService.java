package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.MessageLimits;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * A service that a door contributes to the gRPC port.
 *
 * @param definition of the service
 * @param bounds of each of its methods, by its full name
 */
public record GrpcService(ServerServiceDefinition definition, Map<String, MethodBounds> bounds) {
  /** A service whose requests are images. */
  public static GrpcService ofImages(BindableService service, MessageLimits limits) {
    return of(service, MethodBounds.ofImages(limits));
  }

  /** A service whose requests are names and numbers. */
  public static GrpcService ofNames(BindableService service, MessageLimits limits) {
    return of(service, MethodBounds.ofNames(limits));
  }

  private static GrpcService of(BindableService service, MethodBounds bounds) {
    ServerServiceDefinition definition = service.bindService();
    Map<String, MethodBounds> ofMethods = new HashMap<>();
    definition
        .getServiceDescriptor()
        .getMethods()
        .forEach(method -> ofMethods.put(method.getFullMethodName(), bounds));
    return new GrpcService(definition, ofMethods);
  }

  /** The same service with other bounds of some methods. */
  public GrpcService with(MethodBounds other, MethodDescriptor<?, ?>... methods) {
    Map<String, MethodBounds> changed = new HashMap<>(bounds);
    for (MethodDescriptor<?, ?> method : methods) {
      changed.put(method.getFullMethodName(), other);
    }
    return new GrpcService(definition, changed);
  }

  /** Its full name. */
  String name() {
    return definition.getServiceDescriptor().getName();
  }
}
