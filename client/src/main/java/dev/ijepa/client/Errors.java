package dev.ijepa.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place where a status, of a call or of an item, becomes an exception. */
final class Errors {
  private static final String DOMAIN = "ijepa.dev";

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

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
        error.code() == Status.Code.CANCELLED
            && error.reason().isEmpty()
            && status.getCause() == null;
    return resetByPeer ? connectionLost(status) : error;
  }

  /** What turning an answer into a value threw. */
  static IjepaException ofDecoder(RuntimeException error) {
    return error instanceof IjepaException known
        ? known
        : new IjepaException(
            Status.Code.INTERNAL,
            IjepaException.RESPONSE_INVALID,
            "the server's answer cannot be understood: " + error,
            null,
            error);
  }

  /** The server ended a stream in good order, but left items of it unanswered. */
  static IjepaException endedEarly() {
    return new IjepaException(
        Status.Code.UNAVAILABLE, "", "the server ended the stream before it answered all items");
  }

  /** This client was closed, or its thread interrupted. */
  static IjepaException closedHere(String what) {
    return new IjepaException(Status.Code.CANCELLED, IjepaException.CLIENT_CLOSED, what);
  }

  // A server that is shut down resets its streams with the HTTP/2 code CANCEL, which arrives as
  // CANCELLED although nobody here cancelled.
  private static IjepaException connectionLost(Status status) {
    return new IjepaException(
        Status.Code.UNAVAILABLE,
        "",
        "the server reset the call: " + status.getDescription(),
        null,
        status.getCause());
  }

  private static IjepaException of(com.google.rpc.Status status, @Nullable Throwable cause) {
    return new IjepaException(
        Status.fromCodeValue(status.getCode()).getCode(),
        detail(status, ErrorInfo.class)
            .filter(info -> info.getDomain().equals(DOMAIN))
            .map(ErrorInfo::getReason)
            .orElse(""),
        cause == null ? status.getMessage() : status.getMessage() + ": " + innermost(cause),
        detail(status, RetryInfo.class).map(Errors::delay).orElse(null),
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

  /** As it was told, but within what can be counted in nanoseconds: a stranger may say "never". */
  private static Duration delay(RetryInfo info) {
    long seconds = info.getRetryDelay().getSeconds();
    if (seconds < 0) {
      return Duration.ZERO;
    }
    return seconds >= LONGEST_DELAY.toSeconds()
        ? LONGEST_DELAY
        : Answers.duration(info.getRetryDelay());
  }

  private static <M extends Message> Optional<M> detail(
      com.google.rpc.Status status, Class<M> type) {
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          // A detail that cannot be read tells as much as none.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
