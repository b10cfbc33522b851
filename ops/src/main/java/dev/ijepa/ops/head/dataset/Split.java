package dev.ijepa.ops.head.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an image is for. */
public enum Split {
  /** It trains the classifier. */
  TRAIN,
  /** It calibrates the probabilities. */
  CALIBRATION,
  /** It says how good the classifier is. */
  TEST;

  /** The split of a name; empty if there is none. */
  static Optional<Split> named(String name) {
    return Arrays.stream(values())
        .filter(split -> split.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
