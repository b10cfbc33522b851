package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import java.util.Locale;

/** In which precision the operator wants models computed. */
public enum PrecisionChoice {
  /** Each as it was converted. */
  CONVERTED,
  /** All in bf16. */
  BF16,
  /** All in bf16 where the device has instructions for it, else each as it was converted. */
  AUTO;

  /** Whether all models are computed in bf16. */
  boolean isBfloat16(Device device) {
    return switch (this) {
      case CONVERTED -> false;
      case BF16 -> true;
      case AUTO -> device.hasBfloat16();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
