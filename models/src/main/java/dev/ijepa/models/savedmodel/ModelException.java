package dev.ijepa.models.savedmodel;

import java.io.IOException;

/**
 * A model folder that can't be loaded or written. Its message says what was wrong and what to do.
 */
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
