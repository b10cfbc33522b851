package dev.ijepa.server.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of requests the fields that the contract knows, and skips all others. Protobuf by itself
 * keeps those as objects: a message that is made of nothing else takes fifty times its size, before
 * anything of it could be counted.
 */
final class KnownFields {
  private KnownFields() {}

  /** The same service, with all its methods. */
  static ServerServiceDefinition of(ServerServiceDefinition service) {
    ServiceDescriptor descriptor = service.getServiceDescriptor();
    ServiceDescriptor.Builder known =
        ServiceDescriptor.newBuilder(descriptor.getName())
            .setSchemaDescriptor(descriptor.getSchemaDescriptor());
    List<ServerMethodDefinition<?, ?>> methods =
        service.getMethods().stream().<ServerMethodDefinition<?, ?>>map(KnownFields::of).toList();
    methods.forEach(method -> known.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(known.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  /** Whether this is what parsing throws when a request is no message. */
  static boolean isNoMessage(@Nullable Throwable thrown) {
    return thrown instanceof StatusRuntimeException
        && thrown.getCause() instanceof InvalidProtocolBufferException;
  }

  private static <RequestT, ResponseT> ServerMethodDefinition<RequestT, ResponseT> of(
      ServerMethodDefinition<RequestT, ResponseT> method) {
    MethodDescriptor<RequestT, ResponseT> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder()
            .setRequestMarshaller(new Requests<>(descriptor.getRequestMarshaller()))
            .build(),
        method.getServerCallHandler());
  }

  private static final class Requests<T> implements PrototypeMarshaller<T> {
    private final PrototypeMarshaller<T> marshaller;
    private final Parser<T> parser;

    // What protobuf's marshallers marshal is a message of its prototype's type.
    @SuppressWarnings("unchecked")
    Requests(Marshaller<T> marshaller) {
      this.marshaller = (PrototypeMarshaller<T>) marshaller;
      Message prototype = (Message) this.marshaller.getMessagePrototype();
      parser = (Parser<T>) DiscardUnknownFieldsParser.wrap(prototype.getParserForType());
    }

    @Override
    public T parse(InputStream stream) {
      CodedInputStream input = CodedInputStream.newInstance(stream);
      // gRPC has bounded the message.
      input.setSizeLimit(Integer.MAX_VALUE);
      try {
        T message = parser.parseFrom(input);
        input.checkLastTagWas(0);
        return message;
      } catch (InvalidProtocolBufferException e) {
        throw Status.INTERNAL
            .withDescription("Invalid protobuf byte sequence")
            .withCause(e)
            .asRuntimeException();
      }
    }

    @Override
    public InputStream stream(T value) {
      return marshaller.stream(value);
    }

    @Override
    public T getMessagePrototype() {
      return marshaller.getMessagePrototype();
    }

    @Override
    public Class<T> getMessageClass() {
      return marshaller.getMessageClass();
    }
  }
}
