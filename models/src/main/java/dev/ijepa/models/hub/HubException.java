package dev.ijepa.models.hub;

import java.io.IOException;

/** What the Hub or its cache could not give. Its message says what was wrong and what to do. */
public final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
