package dev.ijepa.server.options;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with the options, so that it is told at once. */
public final class OptionErrors {
  private final List<String> errors = new ArrayList<>();

  /** An option must be a number from {@code min} to {@code max}. */
  public void requireRange(String option, long value, long min, long max) {
    if (value < min || value > max) {
      add("%s is %d; it must be from %d to %d".formatted(option, value, min, max));
    }
  }

  /** An option must be a duration of at least {@code min}. */
  public void requireAtLeast(String option, Duration value, Duration min) {
    if (value.compareTo(min) < 0) {
      add(
          "%s is %d ms; it must be at least %d ms"
              .formatted(option, value.toMillis(), min.toMillis()));
    }
  }

  /** Anything else that is wrong; the message names the option and what is allowed. */
  public void add(String message) {
    errors.add(message);
  }

  /**
   * Ends a start that can't go well.
   *
   * @throws IOException telling all errors, if there are any
   */
  public void throwIfAny() throws IOException {
    if (!errors.isEmpty()) {
      throw new IOException(String.join("\n       ", errors));
    }
  }
}
