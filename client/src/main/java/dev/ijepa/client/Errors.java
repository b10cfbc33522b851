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
  static IjepaException ofCall(Status status, Metadata trailers) {
    com.google.rpc.Status rich = StatusProto.fromStatusAndTrailers(status, trailers);
    IjepaException error = of(rich, status.getCause());
    // With a cause it was this side that gave up, on an answer that it could not read.
    boolean resetByPeer =
        error.code() == StatusCode.CANCELLED
            && error.reason().isEmpty()
            && status.getCause() == null;
    return resetByPeer ? connectionLost(status) : error;
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

  // A server that is shut down resets its streams with the HTTP/2 code CANCEL, which arrives as
  // CANCELLED although nobody here cancelled.
  private static IjepaException connectionLost(Status status) {
    return new IjepaException(
        StatusCode.UNAVAILABLE,
        "",
        "the server reset the call: " + status.getDescription(),
        null,
        status.getCause());
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
