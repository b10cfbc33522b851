package dev.ijepa.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer: of a call, of a stream as a whole, or of one item of a stream.
 *
 * <p>The code is coarse and standard; the reason is stable and says what exactly. Reasons of the
 * server are those of {@code ErrorReason} in the contract, without their prefix; {@link
 * #INPUT_UNREADABLE}, {@link #RESPONSE_INVALID}, {@link #CALL_CUT} and {@link #CLIENT_CLOSED} are
 * this client's own.
 */
public final class IjepaException extends RuntimeException {
  /** Reason: the input could not be read here, so it was never sent. The cause says more. */
  public static final String INPUT_UNREADABLE = "INPUT_UNREADABLE";

  /** Reason: the server's answer is against the contract. */
  public static final String RESPONSE_INVALID = "RESPONSE_INVALID";

  /** Reason: this client, or the thread that waited, gave the call up. */
  public static final String CLIENT_CLOSED = "CLIENT_CLOSED";

  /**
   * Reason: the call ended without a word of the server. A proxy cut it, or the server's process
   * was killed.
   */
  public static final String CALL_CUT = "CALL_CUT";

  private static final long serialVersionUID = 1L;

  private final StatusCode code;
  private final String reason;
  private final String description;
  private final @Nullable Duration retryDelay;

  IjepaException(
      StatusCode code,
      String reason,
      String description,
      @Nullable Duration retryDelay,
      @Nullable Throwable cause) {
    super(description, cause);
    this.description = description;
    this.code = code;
    this.reason = reason;
    this.retryDelay = retryDelay;
  }

  IjepaException(StatusCode code, String reason, String description) {
    this(code, reason, description, null, null);
  }

  /** What kind of failure it is: gRPC's status code. */
  public StatusCode code() {
    return code;
  }

  /** The stable reason, for example {@code IMAGE_CORRUPT}; empty if none was given. */
  public String reason() {
    return reason;
  }

  /** What happened, in a sentence; the message of the exception has code and reason before it. */
  public String description() {
    return description;
  }

  /**
   * Whether the same request may succeed later: the server could not be reached or is not serving
   * (UNAVAILABLE), or was at its bound and said when to come back.
   */
  public boolean isRetryable() {
    return code == StatusCode.UNAVAILABLE
        || (code == StatusCode.RESOURCE_EXHAUSTED && retryDelay != null);
  }

  /** How long the server asks to wait before the next attempt. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(retryDelay);
  }

  /** Code, reason and description. */
  @Override
  public String getMessage() {
    return "%s%s: %s".formatted(code, reason.isEmpty() ? "" : " (" + reason + ")", description);
  }
}
