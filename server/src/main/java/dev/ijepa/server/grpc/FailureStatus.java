package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.status.RpcStatus;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Ends calls of gRPC with failures. */
public final class FailureStatus {
  private FailureStatus() {}

  /** The failure as the end of a call. */
  public static StatusRuntimeException exception(Failure failure) {
    return StatusProto.toStatusRuntimeException(RpcStatus.of(failure));
  }

  /** Ends a call with it. */
  static void end(ServerCall<?, ?> call, Failure failure) {
    StatusRuntimeException exception = exception(failure);
    Metadata trailers = exception.getTrailers();
    call.close(exception.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** The code of gRPC that a reason has. */
  public static io.grpc.Status.Code code(Failure.Reason reason) {
    return io.grpc.Status.fromCodeValue(RpcStatus.code(reason).getNumber()).getCode();
  }
}
