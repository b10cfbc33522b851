package dev.ijepa.models.image.webp;

/** VP8's inverse transforms. Source: RFC 6386, section 14. */
final class Vp8Transform {
  private final int[] columns = new int[16];

  /**
   * The sixteen means of a block's brightness: Walsh-Hadamard.
   *
   * @param in 16 coefficients
   * @param out gets the means, 16 places from each other
   */
  void means(int[] in, int[] out) {
    for (int i = 0; i < 4; i++) {
      int outer = in[i] + in[12 + i];
      int inner = in[4 + i] + in[8 + i];
      int innerLess = in[4 + i] - in[8 + i];
      int outerLess = in[i] - in[12 + i];
      columns[i] = outer + inner;
      columns[4 + i] = outerLess + innerLess;
      columns[8 + i] = outer - inner;
      columns[12 + i] = outerLess - innerLess;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[4 * i] + 3;
      int outer = first + columns[4 * i + 3];
      int inner = columns[4 * i + 1] + columns[4 * i + 2];
      int innerLess = columns[4 * i + 1] - columns[4 * i + 2];
      int outerLess = first - columns[4 * i + 3];
      out[64 * i] = (outer + inner) >> 3;
      out[64 * i + 16] = (outerLess + innerLess) >> 3;
      out[64 * i + 32] = (outer - inner) >> 3;
      out[64 * i + 48] = (outerLess - innerLess) >> 3;
    }
  }

  /**
   * Adds the pixels of 16 coefficients to a square of a plane.
   *
   * @param from where the coefficients begin
   * @param end behind the last of them that is not 0, but for the first
   */
  void add(int[] in, int from, int end, Vp8Plane plane, int x, int y) {
    if (end > 1) {
      addAll(in, from, plane, x, y);
    } else if (in[from] != 0) {
      addFirst((in[from] + 4) >> 3, plane, x, y);
    }
  }

  /** The first alone is the same for all pixels. */
  private static void addFirst(int difference, Vp8Plane plane, int x, int y) {
    for (int i = 0; i < 16; i++) {
      plane.add(x + i % 4, y + i / 4, difference);
    }
  }

  private void addAll(int[] in, int from, Vp8Plane plane, int x, int y) {
    for (int i = 0; i < 4; i++) {
      int at = from + i;
      int even = in[at] + in[at + 8];
      int odd = in[at] - in[at + 8];
      int high = sine(in[at + 4]) - cosine(in[at + 12]);
      int low = cosine(in[at + 4]) + sine(in[at + 12]);
      columns[4 * i] = even + low;
      columns[4 * i + 1] = odd + high;
      columns[4 * i + 2] = odd - high;
      columns[4 * i + 3] = even - low;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[i] + 4;
      int even = first + columns[8 + i];
      int odd = first - columns[8 + i];
      int high = sine(columns[4 + i]) - cosine(columns[12 + i]);
      int low = cosine(columns[4 + i]) + sine(columns[12 + i]);
      plane.add(x, y + i, (even + low) >> 3);
      plane.add(x + 1, y + i, (odd + high) >> 3);
      plane.add(x + 2, y + i, (odd - high) >> 3);
      plane.add(x + 3, y + i, (even - low) >> 3);
    }
  }

  /** Times the root of 2 times the cosine of an eighth of pi, of 16 bits. */
  private static int cosine(int value) {
    return ((value * 20091) >> 16) + value;
  }

  /** Times the root of 2 times the sine of an eighth of pi, of 16 bits. */
  private static int sine(int value) {
    return (value * 35468) >> 16;
  }
}
