package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A unary call that sends bytes, whatever they are. */
final class RawCall {
  private final Channel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final CallOptions options;

  RawCall(Channel channel, MethodDescriptor<?, ?> method) {
    this(
        channel,
        method.toBuilder(RawBytes.MARSHALLER, RawBytes.MARSHALLER)
            .setType(MethodDescriptor.MethodType.UNARY)
            .build(),
        CallOptions.DEFAULT);
  }

  private RawCall(Channel channel, MethodDescriptor<byte[], byte[]> method, CallOptions options) {
    this.channel = channel;
    this.method = method;
    this.options = options;
  }

  /** The same, compressed. */
  RawCall compressed() {
    return new RawCall(channel, method, options.withCompression("gzip"));
  }

  /** A call on its way. */
  record Sent(ListenableFuture<byte[]> answer) {
    /** Why it failed. */
    StatusRuntimeException failure() {
      ExecutionException failed =
          catchThrowableOfType(ExecutionException.class, () -> answer.get(50, TimeUnit.SECONDS));
      return (StatusRuntimeException) failed.getCause();
    }
  }

  Sent send(byte[] bytes) {
    return new Sent(ClientCalls.futureUnaryCall(channel.newCall(method, options), bytes));
  }

  /** The reason of the ErrorInfo that comes with a failure. */
  static String reason(StatusRuntimeException failure) {
    Status status = StatusProto.fromThrowable(failure);
    assertThat(status.getDetailsList()).as("details of %s", failure).isNotEmpty();
    try {
      return status.getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
