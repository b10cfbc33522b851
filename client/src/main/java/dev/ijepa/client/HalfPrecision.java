package dev.ijepa.client;

/** The two 16-bit formats of floating-point numbers. */
final class HalfPrecision {
  private static final int F16_EXPONENT_BIAS = 15;
  private static final float F16_SMALLEST = 0x1p-24f;

  private HalfPrecision() {}

  /** IEEE binary16: exact, every half is a float. */
  static float fromF16(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    int sign = (bits & 0x8000) << 16;
    if (exponent == 0) {
      float magnitude = fraction * F16_SMALLEST;
      return sign == 0 ? magnitude : -magnitude;
    }
    int floatExponent = exponent == 0x1F ? 0xFF : exponent - F16_EXPONENT_BIAS + Float.MAX_EXPONENT;
    return Float.intBitsToFloat(sign | floatExponent << 23 | fraction << 13);
  }

  /** bfloat16: the upper half of a float. */
  static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
