package dev.ijepa.models.hub;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure that may be gone at the next try. */
final class TransientException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  TransientException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ZERO;
  }

  /**
   * @param retryAfter how long the server asks to be left alone; zero if it does not say
   */
  TransientException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  String why() {
    return String.valueOf(getMessage());
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
