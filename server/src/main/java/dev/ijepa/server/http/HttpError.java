package dev.ijepa.server.http;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Refusal;
import java.util.Map;

/**
 * What a client is told instead of an answer.
 *
 * @param status of HTTP
 * @param failure the reason, and what was wrong
 * @param headers beside those that every error has
 */
public record HttpError(int status, Failure failure, Map<String, String> headers) {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  /** The one place that turns failures into statuses of HTTP. */
  public static HttpError of(Failure failure) {
    return new HttpError(status(failure), failure, Map.of());
  }

  /** A fault that HTTP has a status of its own for. */
  public static HttpError of(int status, String message) {
    return new HttpError(status, new Failure(Reason.REQUEST_INVALID, message), Map.of());
  }

  /** The same, with a header that says what is allowed. */
  public HttpError with(String header, String value) {
    return new HttpError(status, failure, Map.of(header, value));
  }

  /** The same as an exception. */
  public HttpErrorException asException() {
    return new HttpErrorException(this);
  }

  private static int status(Failure failure) {
    return switch (failure.reason()) {
      case REQUEST_INVALID,
          IMAGE_FORMAT_UNSUPPORTED,
          IMAGE_CORRUPT,
          REGION_EMPTY,
          MODEL_HAS_NO_HEAD ->
          400;
      case MODEL_UNKNOWN, HEAD_UNKNOWN -> 404;
      case IMAGE_TOO_LARGE -> 413;
      case ITEM_CANCELLED -> CLIENT_CLOSED_REQUEST;
      case OUTPUT_NOT_FINITE, INFERENCE_FAILED -> 500;
      // The client has taken what is its own: others are served.
      case SERVER_BUSY ->
          failure.refusal().filter(Refusal.CLIENT_BUDGET::equals).isPresent() ? 429 : 503;
      case SERVER_NOT_SERVING, CONNECTION_EXPIRED -> 503;
      case HEADERS_TOO_LARGE -> 431;
      case ITEM_EXPIRED -> 504;
    };
  }
}
