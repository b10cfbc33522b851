package dev.ijepa.models.image.webp;

/** Reads the coefficients of 4×4 pixels. Source: RFC 6386, section 13. */
final class Vp8Coefficients {
  /** Types of coefficients, the first dimension of the probabilities. */
  static final int LUMA_WITHOUT_DC = 0;

  static final int MEANS = 1;
  static final int CHROMA = 2;
  static final int LUMA = 3;

  private static final int COUNT = 16;
  private static final int NODES = 11;
  private static final int CONTEXTS = 3;
  private static final int BANDS = 8;
  private static final int[] BAND = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** Probabilities of the further bits of large values, for each of their categories. */
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;

  Vp8Coefficients(int[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * Reads the coefficients of one block.
   *
   * @param context how many of the blocks above and left have coefficients
   * @param first the first coefficient that there may be, 0 or 1
   * @param out gets the coefficients, multiplied, row by row, from {@code at} on
   * @return behind the last coefficient that is not 0
   */
  int read(
      Vp8BoolDecoder bits, int type, int context, int dc, int ac, int first, int[] out, int at) {
    int n = first;
    int node = node(type, n, context);
    while (n < COUNT) {
      if (bits.read(probabilities[node]) == 0) {
        return n;
      }
      while (bits.read(probabilities[node + 1]) == 0) {
        n++;
        if (n == COUNT) {
          return COUNT;
        }
        node = node(type, n, 0);
      }
      int value = 1;
      int nextContext = 1;
      if (bits.read(probabilities[node + 2]) == 1) {
        value = readLarge(bits, node);
        nextContext = 2;
      }
      int signed = bits.readFlag() ? -value : value;
      // libwebp keeps 16 bits.
      out[at + ZIGZAG[n]] = (short) (signed * (n > 0 ? ac : dc));
      n++;
      node = node(type, n, nextContext);
    }
    return COUNT;
  }

  private static int node(int type, int n, int context) {
    return ((type * BANDS + BAND[n]) * CONTEXTS + context) * NODES;
  }

  /** A value of at least 2. */
  private int readLarge(Vp8BoolDecoder bits, int node) {
    if (bits.read(probabilities[node + 3]) == 0) {
      return bits.read(probabilities[node + 4]) == 0 ? 2 : 3 + bits.read(probabilities[node + 5]);
    }
    if (bits.read(probabilities[node + 6]) == 0) {
      if (bits.read(probabilities[node + 7]) == 0) {
        return 5 + bits.read(159);
      }
      int high = bits.read(165);
      return 7 + 2 * high + bits.read(145);
    }
    int high = bits.read(probabilities[node + 8]);
    int category = 2 * high + bits.read(probabilities[node + 9 + high]);
    int extra = 0;
    for (int probability : LARGE[category]) {
      extra = 2 * extra + bits.read(probability);
    }
    return 3 + (8 << category) + extra;
  }
}
