package dev.ijepa.client;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;

/** Statuses as the server makes them. */
final class FakeErrors {
  private FakeErrors() {}

  static Status corrupt() {
    return status(Code.INVALID_ARGUMENT, "IMAGE_CORRUPT", "the file ends too early").build();
  }

  static Status tooLarge() {
    return status(Code.RESOURCE_EXHAUSTED, "IMAGE_TOO_LARGE", "the image is too large").build();
  }

  static Status busy(Duration retryDelay) {
    return later(status(Code.RESOURCE_EXHAUSTED, "SERVER_BUSY", "the queue is full"), retryDelay);
  }

  static Status notServing(Duration retryDelay) {
    return later(status(Code.UNAVAILABLE, "SERVER_NOT_SERVING", "draining"), retryDelay);
  }

  /** A drain whose time is over. */
  static Status givenUp() {
    return status(Code.UNAVAILABLE, "SERVER_NOT_SERVING", "not computed in time").build();
  }

  static Status unauthenticated() {
    return Status.newBuilder().setCode(Code.UNAUTHENTICATED.value()).setMessage("no token").build();
  }

  private static Status.Builder status(Code code, String reason, String message) {
    ErrorInfo info = ErrorInfo.newBuilder().setDomain("ijepa.dev").setReason(reason).build();
    return Status.newBuilder().setCode(code.value()).setMessage(message).addDetails(Any.pack(info));
  }

  private static Status later(Status.Builder status, Duration delay) {
    RetryInfo info =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(delay.getSeconds())
                    .setNanos(delay.getNano()))
            .build();
    return status.addDetails(Any.pack(info)).build();
  }
}
