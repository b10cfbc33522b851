package dev.ijepa.models.image.jpeg;

/**
 * From the coefficients of a block to its 8×8 samples, bit for bit as libjpeg-turbo's accurate
 * integer method, also where corrupt coefficients overflow: its vector code keeps 16 bits in some
 * places and saturates in others. Source: C. Loeffler et al., ICASSP 1989, fixed point of 13 bits.
 */
final class InverseDct {
  private static final int CONSTANT_BITS = 13;

  /** Bits below the point that the first pass leaves. */
  private static final int PASS_BITS = 2;

  private static final int F_0_298 = 2446;
  private static final int F_0_390 = 3196;
  private static final int F_0_541 = 4433;
  private static final int F_0_765 = 6270;
  private static final int F_0_899 = 7373;
  private static final int F_1_175 = 9633;
  private static final int F_1_501 = 12299;
  private static final int F_1_847 = 15137;
  private static final int F_1_961 = 16069;
  private static final int F_2_053 = 16819;
  private static final int F_2_562 = 20995;
  private static final int F_3_072 = 25172;

  private final short[] dequantized = new short[64];
  private final short[] columns = new short[64];

  /**
   * Transforms a block.
   *
   * @param coefficients 64 from {@code from} on, in natural order
   * @param steps what they are multiplied with
   * @param samples gets 8 rows of 8 samples from {@code to} on, {@code stride} apart
   */
  void transform(short[] coefficients, int from, int[] steps, byte[] samples, int to, int stride) {
    boolean flat = true;
    for (int i = 0; i < 64; i++) {
      dequantized[i] = (short) (coefficients[from + i] * steps[i]);
      flat &= i < 8 || coefficients[from + i] == 0;
    }
    for (int i = 0; i < 8; i++) {
      if (flat) {
        fillColumn(i, (short) (dequantized[i] << PASS_BITS));
      } else {
        pass(dequantized, i, 8, CONSTANT_BITS - PASS_BITS, columns, i, 8);
      }
    }
    short[] row = dequantized;
    for (int y = 0; y < 8; y++) {
      pass(columns, y * 8, 1, CONSTANT_BITS + PASS_BITS + 3, row, 0, 1);
      for (int x = 0; x < 8; x++) {
        int value = Math.max(-128, Math.min(127, row[x]));
        samples[to + y * stride + x] = (byte) (value + 128);
      }
    }
  }

  private void fillColumn(int column, short value) {
    for (int y = 0; y < 8; y++) {
      columns[y * 8 + column] = value;
    }
  }

  /** Transforms eight values, {@code step} apart. */
  private static void pass(
      short[] in, int from, int step, int shift, short[] out, int to, int outStep) {
    int i1 = in[from + step];
    int i2 = in[from + 2 * step];
    int i3 = in[from + 3 * step];
    int i5 = in[from + 5 * step];
    int i6 = in[from + 6 * step];
    int i7 = in[from + 7 * step];
    int sum = (short) (in[from] + in[from + 4 * step]) << CONSTANT_BITS;
    int difference = (short) (in[from] - in[from + 4 * step]) << CONSTANT_BITS;
    int a = i2 * (F_0_541 + F_0_765) + i6 * F_0_541;
    int b = i2 * F_0_541 + i6 * (F_0_541 - F_1_847);
    int z3 = (short) (i7 + i3);
    int z4 = (short) (i5 + i1);
    int c = z3 * (F_1_175 - F_1_961) + z4 * F_1_175;
    int d = z3 * F_1_175 + z4 * (F_1_175 - F_0_390);
    int odd0 = i7 * (F_0_298 - F_0_899) - i1 * F_0_899 + c;
    int odd1 = i5 * (F_2_053 - F_2_562) - i3 * F_2_562 + d;
    int odd2 = i3 * (F_3_072 - F_2_562) - i5 * F_2_562 + c;
    int odd3 = i1 * (F_1_501 - F_0_899) - i7 * F_0_899 + d;
    put(out, to, 7 * outStep, sum + a, odd3, shift);
    put(out, to + outStep, 5 * outStep, difference + b, odd2, shift);
    put(out, to + 2 * outStep, 3 * outStep, difference - b, odd1, shift);
    put(out, to + 3 * outStep, outStep, sum - a, odd0, shift);
  }

  /** Puts a sum, and the difference so far behind it. */
  private static void put(short[] out, int to, int behind, int even, int odd, int shift) {
    int half = 1 << (shift - 1);
    out[to] = saturated((even + odd + half) >> shift);
    out[to + behind] = saturated((even - odd + half) >> shift);
  }

  private static short saturated(int value) {
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
