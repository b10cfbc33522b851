package dev.ijepa.server.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.ijepa.server.item.Failure;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** The one place that turns failures into gRPC's codes and details. */
public final class FailureStatus {
  /** The domain of the reasons. */
  static final String DOMAIN = "ijepa.dev";

  private FailureStatus() {}

  /** The status of an item. */
  public static Status of(Failure failure) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(rpcCode(failure.reason()).getNumber())
            .setMessage(failure.message())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(failure.reason().name())
                        .setDomain(DOMAIN)
                        .build()));
    failure
        .retryAfter()
        .ifPresent(
            delay ->
                status.addDetails(
                    Any.pack(
                        RetryInfo.newBuilder()
                            .setRetryDelay(Durations.fromMillis(delay.toMillis()))
                            .build())));
    return status.build();
  }

  /** The same as the end of a call. */
  public static StatusRuntimeException exception(Failure failure) {
    return StatusProto.toStatusRuntimeException(of(failure));
  }

  /** Ends a call with it. */
  static void end(ServerCall<?, ?> call, Failure failure) {
    StatusRuntimeException exception = exception(failure);
    Metadata trailers = exception.getTrailers();
    call.close(exception.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** The code of gRPC that a reason has. */
  public static io.grpc.Status.Code code(Failure.Reason reason) {
    return io.grpc.Status.fromCodeValue(rpcCode(reason).getNumber()).getCode();
  }

  private static Code rpcCode(Failure.Reason reason) {
    return switch (reason) {
      case REQUEST_INVALID, IMAGE_FORMAT_UNSUPPORTED, IMAGE_CORRUPT, REGION_EMPTY ->
          Code.INVALID_ARGUMENT;
      case IMAGE_TOO_LARGE, SERVER_BUSY, HEADERS_TOO_LARGE -> Code.RESOURCE_EXHAUSTED;
      case MODEL_UNKNOWN, HEAD_UNKNOWN -> Code.NOT_FOUND;
      case MODEL_HAS_NO_HEAD -> Code.FAILED_PRECONDITION;
      case ITEM_EXPIRED -> Code.DEADLINE_EXCEEDED;
      case ITEM_CANCELLED -> Code.CANCELLED;
      case SERVER_NOT_SERVING, CONNECTION_EXPIRED -> Code.UNAVAILABLE;
      case OUTPUT_NOT_FINITE, INFERENCE_FAILED -> Code.INTERNAL;
    };
  }
}
