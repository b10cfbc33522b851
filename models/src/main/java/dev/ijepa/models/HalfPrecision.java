package dev.ijepa.models;

/**
 * The two 16-bit formats of floating-point numbers, to and from float32: IEEE 754 binary16 (f16)
 * and bfloat16 (bf16), the upper half of a float32. Rounding is to nearest, ties to even. (Java has
 * f16 from version 20 on; TensorFlow Java's bf16 cuts off instead of rounding.)
 */
public final class HalfPrecision {
  private static final short F16_NAN = 0x7e00;
  private static final short F16_INFINITY = 0x7c00;

  /** The least magnitude that rounds to infinity: the middle of 65504 and 65536. */
  private static final float F16_OVERFLOW = 65520f;

  private static final float F16_SMALLEST_NORMAL = 0x1p-14f;

  /** What the exponents of the two formats differ by. */
  private static final int F16_REBIAS = 127 - 15;

  private static final short BF16_NAN = 0x7fc0;

  private HalfPrecision() {}

  /** Rounds to f16. A magnitude of 65520 and more becomes infinite; NaN stays NaN. */
  public static short toF16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (magnitude < F16_SMALLEST_NORMAL) {
      // Subnormal: multiples of 2⁻²⁴. The product is exact, so there is one rounding.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    if (magnitude < F16_OVERFLOW) {
      int rounded = (bits & 0x7fffffff) + 0xfff + ((bits >>> 13) & 1);
      return (short) (sign | ((rounded >>> 13) - (F16_REBIAS << 10)));
    }
    return (short) (sign | (Float.isNaN(value) ? F16_NAN : F16_INFINITY));
  }

  /** The same value. Exact: every f16 is a float32. */
  public static float fromF16(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormals: fraction × 2⁻²⁴.
      return Float.intBitsToFloat(Float.floatToRawIntBits(fraction * 0x1p-24f) | sign);
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent + F16_REBIAS;
    return Float.intBitsToFloat(sign | (wideExponent << 23) | (fraction << 13));
  }

  /** Rounds to bf16. A magnitude beyond its range becomes infinite; NaN stays NaN. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (((bits >>> 16) & 0x8000) | BF16_NAN);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The same value. Exact: every bf16 is a float32. */
  public static float fromBf16(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
