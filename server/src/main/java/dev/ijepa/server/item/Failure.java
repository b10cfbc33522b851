package dev.ijepa.server.item;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why an item has no result.
 *
 * @param reason what kind of fault it is
 * @param message for the client: what was wrong and what is allowed
 * @param retryAfter when to try again, if that is worth while
 * @param refusal which bound was reached, if the server is busy; for metrics
 */
public record Failure(
    Reason reason, String message, Optional<Duration> retryAfter, Optional<Refusal> refusal) {
  /** The reasons of the API; each has its namesake in the contract's ErrorReason. */
  public enum Reason {
    REQUEST_INVALID,
    IMAGE_FORMAT_UNSUPPORTED,
    IMAGE_CORRUPT,
    IMAGE_TOO_LARGE,
    MODEL_UNKNOWN,
    MODEL_HAS_NO_HEAD,
    SERVER_BUSY,
    ITEM_EXPIRED,
    ITEM_CANCELLED,
    SERVER_NOT_SERVING,
    OUTPUT_NOT_FINITE,
    INFERENCE_FAILED,
    HEAD_UNKNOWN,
    REGION_EMPTY,
    HEADERS_TOO_LARGE,
    CONNECTION_EXPIRED;

    /** What metrics, logs and traces call it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Not IMAGE_TOO_LARGE, which all images of a request together may be. */
  private static final Set<Reason> IMAGES_OWN =
      EnumSet.of(Reason.IMAGE_FORMAT_UNSUPPORTED, Reason.IMAGE_CORRUPT, Reason.OUTPUT_NOT_FINITE);

  public Failure(Reason reason, String message) {
    this(reason, message, Optional.empty());
  }

  public Failure(Reason reason, String message, Optional<Duration> retryAfter) {
    this(reason, message, retryAfter, Optional.empty());
  }

  /**
   * The same failure, as that of a request with several images: if it is one image's own, its
   * message says whose.
   *
   * @param index of the image that failed, from 0
   */
  public Failure ofItem(int index, int items) {
    return items > 1 && IMAGES_OWN.contains(reason)
        ? new Failure(
            reason, "image %d of %d: %s".formatted(index + 1, items, message), retryAfter, refusal)
        : this;
  }

  /** The failure of work that is refused because a bound is reached. */
  public static Failure busy(Refusal refusal, String message, Duration retryAfter) {
    return new Failure(Reason.SERVER_BUSY, message, Optional.of(retryAfter), Optional.of(refusal));
  }
}
