package dev.ijepa.server.grpc;

import com.google.protobuf.Message;
import dev.ijepa.server.guard.Arrival;
import dev.ijepa.server.guard.MessageReader;
import dev.ijepa.server.guard.ReadMessage;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import io.grpc.ForwardingServerCall;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method's handler for requests as they came. A request that can't be read ends its call with a
 * status that says why: an exception would leave that to gRPC, which says UNKNOWN. A request that
 * can be read but has a fault ends a call of one request, and is one item's error in a stream.
 */
final class MessageParsing<RequestT, ResponseT>
    implements ServerCallHandler<InputStream, ResponseT> {
  private final ServerMethodDefinition<RequestT, ResponseT> method;
  private final MessageReader<Message> reader;
  private final boolean isStream;

  MessageParsing(
      ServerMethodDefinition<RequestT, ResponseT> method, MessageReader<Message> reader) {
    this.method = method;
    this.reader = reader;
    this.isStream = !method.getMethodDescriptor().getType().clientSendsOneMessage();
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, ResponseT> call, Metadata headers) {
    return new Requests(
        method.getServerCallHandler().startCall(new TypedCall(call), headers),
        ReceptionTracer.current());
  }

  /** Makes messages of bytes, and keeps them charged until the handler has charged them itself. */
  private final class Requests extends ServerCall.Listener<InputStream> {
    private final ServerCall.Listener<RequestT> handler;
    private final Reception reception;
    private final List<Arrival> held = new ArrayList<>();

    Requests(ServerCall.Listener<RequestT> handler, Reception reception) {
      this.handler = handler;
      this.reception = reception;
    }

    @Override
    public void onMessage(InputStream bytes) {
      held.add(reception.take());
      if (reception.isRefused()) {
        release();
        return;
      }
      try {
        handle(reader.read(bytes, length(bytes), held.get(held.size() - 1)));
      } catch (FailedException e) {
        release();
        reception.refuse(e.failure());
        return;
      }
      if (isStream) {
        release();
      }
    }

    // The reader's messages are of the type that the handler's marshaller has.
    @SuppressWarnings("unchecked")
    private void handle(ReadMessage<Message> read) throws FailedException {
      RequestT message = (RequestT) read.message();
      Optional<Failure> fault = read.fault();
      if (fault.isEmpty()) {
        handler.onMessage(message);
      } else if (isStream) {
        MessageFault.during(fault.get(), () -> handler.onMessage(message));
      } else {
        throw new FailedException(fault.get());
      }
    }

    /** Only now is the handler of a single request called: until then gRPC keeps the request. */
    @Override
    public void onHalfClose() {
      if (!reception.isRefused()) {
        handler.onHalfClose();
      }
      release();
    }

    @Override
    public void onCancel() {
      release();
      handler.onCancel();
    }

    @Override
    public void onComplete() {
      release();
      handler.onComplete();
    }

    @Override
    public void onReady() {
      handler.onReady();
    }

    private void release() {
      held.forEach(Arrival::release);
      held.clear();
    }
  }

  private static int length(InputStream bytes) {
    try {
      return bytes instanceof KnownLength ? bytes.available() : MessageReader.UNKNOWN_LENGTH;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The call as the handler knows it. */
  private final class TypedCall extends ForwardingServerCall<RequestT, ResponseT> {
    private final ServerCall<InputStream, ResponseT> call;

    TypedCall(ServerCall<InputStream, ResponseT> call) {
      this.call = call;
    }

    // Its methods do not depend on the type of requests, but for the descriptor.
    @SuppressWarnings("unchecked")
    @Override
    protected ServerCall<RequestT, ResponseT> delegate() {
      return (ServerCall<RequestT, ResponseT>) (ServerCall<?, ResponseT>) call;
    }

    @Override
    public MethodDescriptor<RequestT, ResponseT> getMethodDescriptor() {
      return method.getMethodDescriptor();
    }
  }
}
