package dev.ijepa.server.options;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects all that is wrong with the options, so that it is told at once. */
public final class OptionErrors {
  private final List<String> errors = new ArrayList<>();

  /** An option must be a number from {@code min} to {@code max}. */
  public void requireRange(String option, long value, long min, long max) {
    if (value < min || value > max) {
      add(
          String.format(
              Locale.ROOT, "%s is %d; it must be from %d to %d", option, value, min, max));
    }
  }

  /**
   * An option must be a duration from {@code min} to {@code max}.
   *
   * <p>Every duration has an upper bound: the nanoseconds of 300 years overflow, and sums of times
   * do so much earlier.
   */
  public void requireRange(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      add(
          "%s is %s; it must be from %s to %s"
              .formatted(
                  option, Durations.format(value), Durations.format(min), Durations.format(max)));
    }
  }

  /** An option must be a size from {@code min} to {@code max}. */
  public void requireRange(String option, DataSize value, DataSize min, DataSize max) {
    if (value.bytes() < min.bytes() || value.bytes() > max.bytes()) {
      add("%s is %s; it must be from %s to %s".formatted(option, value, min, max));
    }
  }

  /** Anything else that is wrong; the message names the option and what is allowed. */
  public void add(String message) {
    errors.add(message);
  }

  /** Several that are wrong. */
  public void addAll(List<String> messages) {
    errors.addAll(messages);
  }

  /**
   * Ends a start that can't go well.
   *
   * @throws IOException telling all errors, if there are any
   */
  public void throwIfAny() throws IOException {
    if (!errors.isEmpty()) {
      throw new IOException(text());
    }
  }

  /** All errors, a line each. */
  public String text() {
    return String.join("\n       ", errors);
  }
}
