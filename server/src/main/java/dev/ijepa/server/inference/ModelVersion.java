package dev.ijepa.server.inference;

import dev.ijepa.server.features.ModelIdentity;

/**
 * The version of a model in this protocol. Triton's are integers, and perf_analyzer ends with an
 * error if one is not: so it is the first digits of fingerprint and revision, read as one
 * hexadecimal number.
 */
public final class ModelVersion {
  private static final int FINGERPRINT_DIGITS = 11;
  private static final int REVISION_DIGITS = 4;
  private static final int HEXADECIMAL = 16;

  private ModelVersion() {}

  /** Changes when the model's own version does: an integer of up to 60 bits. */
  public static String of(ModelIdentity model) {
    String digits =
        model.fingerprint().substring(0, FINGERPRINT_DIGITS)
            + model.revision().substring(0, REVISION_DIGITS);
    return Long.toString(Long.parseLong(digits, HEXADECIMAL));
  }
}
