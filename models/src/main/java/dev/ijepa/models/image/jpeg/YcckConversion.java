package dev.ijepa.models.image.jpeg;

/** From YCCK to CMYK in fixed-point numbers of 16 bits, as libjpeg does. Source: JFIF 1.02. */
final class YcckConversion {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  private YcckConversion() {}

  /** Converts the four values from {@code at} on in place; the last, black, stays. */
  static void toCmyk(int[] values, int at) {
    int y = values[at];
    int cb = values[at + 1] - 128;
    int cr = values[at + 2] - 128;
    values[at] = 255 - clip(y + ((fixed(1.402) * cr + HALF) >> BITS));
    values[at + 1] = 255 - clip(y + ((-fixed(0.34414) * cb - fixed(0.71414) * cr + HALF) >> BITS));
    values[at + 2] = 255 - clip(y + ((fixed(1.772) * cb + HALF) >> BITS));
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
