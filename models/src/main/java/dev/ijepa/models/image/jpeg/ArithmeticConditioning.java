package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** What an arithmetic coder takes for small and for large. Source: ITU-T T.81, annex F.1.4.4. */
final class ArithmeticConditioning {
  private static final int TABLES = 16;

  private final int[] small = new int[TABLES];
  private final int[] large = new int[TABLES];
  private final int[] frequency = new int[TABLES];

  ArithmeticConditioning() {
    Arrays.fill(large, 1);
    Arrays.fill(frequency, 5);
  }

  /** Reads a DAC segment behind its marker. */
  void read(JpegInput input) throws ImageException {
    int left = input.u16() - 2;
    for (; left > 0; left -= 2) {
      int index = input.u8();
      int value = input.u8();
      if (index >= 2 * TABLES || (index < TABLES && (value & 15) > value >> 4)) {
        throw JpegInput.corrupt("its arithmetic coding has invalid parameters");
      }
      if (index >= TABLES) {
        frequency[index - TABLES] = value;
      } else {
        small[index] = value & 15;
        large[index] = value >> 4;
      }
    }
    if (left != 0) {
      throw JpegInput.corrupt("its arithmetic parameters have a wrong length");
    }
  }

  /** The context of the next DC difference, when one of this magnitude and sign was told. */
  int context(int table, int magnitude, int sign) {
    if (magnitude < (1 << small[table]) >> 1) {
      return 0;
    }
    return (magnitude > (1 << large[table]) >> 1 ? 12 : 4) + sign * 4;
  }

  /** Whether a coefficient counts as one of low frequency. */
  boolean isLow(int table, int coefficient) {
    return coefficient <= frequency[table];
  }
}
