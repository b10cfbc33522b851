package dev.ijepa.models.checkpoint;

import java.io.IOException;

/**
 * A checkpoint that can't be used. Its message names the file or tensor, what was found, and what
 * was expected.
 */
public final class CheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
