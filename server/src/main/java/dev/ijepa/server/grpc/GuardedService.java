package dev.ijepa.server.grpc;

import com.google.protobuf.Message;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.MessageReader;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.InputStream;
import java.util.List;

/**
 * A service whose request messages are bounded before they are parsed. Towards gRPC its requests
 * are streams of bytes; {@link MessageParsing} makes messages of them, and answers what is none.
 */
final class GuardedService {
  /** gRPC closes the stream when the listener has had it. */
  private static final Marshaller<InputStream> BYTES =
      new Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  private GuardedService() {}

  /** The same service, with all its methods. */
  static ServerServiceDefinition of(ServerServiceDefinition service, CallBounds bounds) {
    ServiceDescriptor descriptor = service.getServiceDescriptor();
    ServiceDescriptor.Builder guarded =
        ServiceDescriptor.newBuilder(descriptor.getName())
            .setSchemaDescriptor(descriptor.getSchemaDescriptor());
    List<ServerMethodDefinition<?, ?>> methods =
        service.getMethods().stream()
            .<ServerMethodDefinition<?, ?>>map(method -> of(method, bounds))
            .toList();
    methods.forEach(method -> guarded.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(guarded.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  private static <RequestT, ResponseT> ServerMethodDefinition<InputStream, ResponseT> of(
      ServerMethodDefinition<RequestT, ResponseT> method, CallBounds bounds) {
    MethodDescriptor<RequestT, ResponseT> descriptor = method.getMethodDescriptor();
    MessageLimits limits = bounds.of(descriptor.getFullMethodName()).limits();
    return ServerMethodDefinition.create(
        descriptor.toBuilder(BYTES, descriptor.getResponseMarshaller()).build(),
        new MessageParsing<>(method, new MessageReader<>(prototype(descriptor), limits)));
  }

  // What protobuf's marshallers marshal is a message.
  private static Message prototype(MethodDescriptor<?, ?> descriptor) {
    var marshaller = (PrototypeMarshaller<?>) descriptor.getRequestMarshaller();
    return (Message) marshaller.getMessagePrototype();
  }
}
