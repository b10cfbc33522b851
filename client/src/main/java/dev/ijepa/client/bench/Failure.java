package dev.ijepa.client.bench;

import dev.ijepa.client.IjepaException;
import dev.ijepa.client.internal.StatusDetails;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an item has no answer. A value, not an exception: refusing is what a loaded server does most.
 *
 * @param reason that of the ErrorInfo; empty if none came
 * @param retryDelay that of the RetryInfo
 */
record Failure(Status.Code code, String reason, @Nullable Duration retryDelay) {
  /** The server did not keep to the contract: no result, or one that was not asked for. */
  static final Failure INVALID_ANSWER =
      new Failure(Status.Code.INTERNAL, IjepaException.RESPONSE_INVALID, null);

  /** The load has ended: nothing more is sent. */
  static final Failure ENDED = new Failure(Status.Code.CANCELLED, "", null);

  static Failure ofCall(Status status, @Nullable Metadata trailers) {
    return of(StatusProto.fromStatusAndTrailers(status, trailers));
  }

  static Failure of(com.google.rpc.Status status) {
    StatusDetails details = StatusDetails.of(status);
    return new Failure(details.code(), details.reason(), details.retryDelay());
  }

  /** Nobody answered: the next attempt would meet nobody either, at once. */
  boolean isUnreachable() {
    return code == Status.Code.UNAVAILABLE;
  }

  /**
   * The same request may succeed later. As the SDK sees it, except that a call that the server
   * reset stays a failure.
   */
  boolean isRetryable() {
    return isUnreachable() || (code == Status.Code.RESOURCE_EXHAUSTED && retryDelay != null);
  }
}
