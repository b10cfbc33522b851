package dev.ijepa.client;

import dev.ijepa.client.internal.StatusDetails;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/** The one place where a status, of a call or of an item, becomes an exception. */
final class Errors {
  private Errors() {}

  /** Why an item alone has no answer. */
  static IjepaException ofItem(com.google.rpc.Status status) {
    return of(status, null);
  }

  /** How a call ended; the status is not OK. */
  static IjepaException ofCall(Status status, Metadata trailers, CallProgress progress) {
    com.google.rpc.Status rich = StatusProto.fromStatusAndTrailers(status, trailers);
    // With a cause it was this side that gave up, on an answer that it could not read.
    IjepaException error = of(rich, status.getCause());
    if (!error.reason().isEmpty()) {
      return error;
    }
    if (CallCut.isTooLarge(status)) {
      return cut(StatusCode.RESOURCE_EXHAUSTED, status, progress);
    }
    return CallCut.isCut(status) ? cut(StatusCode.UNAVAILABLE, status, progress) : error;
  }

  private static IjepaException cut(StatusCode code, Status status, CallProgress progress) {
    return new IjepaException(
        code, IjepaException.CALL_CUT, CallCut.describe(status, progress), null, status.getCause());
  }

  /** An item whose calls break again and again, also if it is alone. */
  static IjepaException ofCulprit(IjepaException error) {
    return new IjepaException(
        error.code(),
        error.reason(),
        "each call with this item breaks, also if no other is sent: " + error.description(),
        null,
        error);
  }

  /** What turning an answer into a value threw. */
  static IjepaException ofDecoder(RuntimeException error) {
    return error instanceof IjepaException known
        ? known
        : new IjepaException(
            StatusCode.INTERNAL,
            IjepaException.RESPONSE_INVALID,
            "the server's answer cannot be understood: " + error,
            null,
            error);
  }

  /** The server ended a stream in good order, but left items of it unanswered. */
  static IjepaException endedEarly() {
    return new IjepaException(
        StatusCode.UNAVAILABLE, "", "the server ended the stream before it answered all items");
  }

  /** This client was closed, or its thread interrupted. */
  static IjepaException closedHere(String what) {
    return new IjepaException(StatusCode.CANCELLED, IjepaException.CLIENT_CLOSED, what);
  }

  private static IjepaException of(com.google.rpc.Status status, @Nullable Throwable cause) {
    StatusDetails details = StatusDetails.of(status);
    return new IjepaException(
        StatusCode.of(details.code()),
        details.reason(),
        cause == null ? details.message() : details.message() + ": " + innermost(cause),
        details.retryDelay(),
        cause);
  }

  // gRPC says no more than "io exception"; that nobody listens there is in the cause.
  private static String innermost(Throwable cause) {
    Throwable inner = cause;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner.toString();
  }
}
