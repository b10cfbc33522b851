package dev.ijepa.server.status;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.ijepa.server.item.Failure;

/** The one place that turns failures into codes and details of google.rpc. */
public final class RpcStatus {
  /** The domain of the reasons. */
  private static final String DOMAIN = "ijepa.dev";

  private RpcStatus() {}

  /** The status of a failure, with its reason and, if a retry is worthwhile, when to retry. */
  public static Status of(Failure failure) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(failure.reason()).getNumber())
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

  /** The code that a reason has. */
  public static Code code(Failure.Reason reason) {
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
