package dev.ijepa.ops.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes calls of bytes. */
final class RawCalls {
  private static final int LIMIT_SECONDS = 30;

  private final Channel channel;

  RawCalls(Channel channel) {
    this.channel = channel;
  }

  /** Sends the messages; returns the call with what the server answered. */
  RecordedCall make(String name, String method, List<ByteString> requests) throws Exception {
    // Every kind of call is a stream on the wire.
    MethodDescriptor<ByteString, ByteString> descriptor =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(method)
            .build();
    Answers answers = new Answers();
    StreamObserver<ByteString> call =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(descriptor, CallOptions.DEFAULT), answers);
    requests.forEach(call::onNext);
    call.onCompleted();
    String status = answers.end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return new RecordedCall(name, method, requests, answers.messages, status);
  }

  /** The code of an error, and the reason in its details. */
  static String summary(com.google.rpc.Status status) throws InvalidProtocolBufferException {
    String code = Status.fromCodeValue(status.getCode()).getCode().name();
    for (com.google.protobuf.Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return code + " " + detail.unpack(ErrorInfo.class).getReason();
      }
    }
    return code;
  }

  private static final class Answers implements StreamObserver<ByteString> {
    final List<ByteString> messages = new ArrayList<>();
    final CompletableFuture<String> end = new CompletableFuture<>();

    @Override
    public void onNext(ByteString message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable fault) {
      try {
        com.google.rpc.Status status = StatusProto.fromThrowable(fault);
        end.complete(
            status == null ? Status.fromThrowable(fault).getCode().name() : summary(status));
      } catch (InvalidProtocolBufferException e) {
        end.completeExceptionally(e);
      }
    }

    @Override
    public void onCompleted() {
      end.complete("OK");
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString value) {
      return value.newInput();
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
