package dev.ijepa.models.image.jpeg;

import java.util.Arrays;

/**
 * How far the scans of a progressive frame have told its coefficients: for each component the bit
 * that was told last, or -1; and the same before the last scan that told something of it.
 */
final class Progression {
  /** Coefficients in zigzag order that smoothing looks at. */
  static final int WATCHED = 10;

  static final int UNKNOWN = -1;

  private final int[][] bits;
  private final int[][] before;
  private int scans;
  private int lastGoodRow;

  Progression(int components) {
    bits = new int[components][64];
    before = new int[components][64];
    for (int[] each : bits) {
      Arrays.fill(each, UNKNOWN);
    }
  }

  /** Takes note of a scan. */
  void add(JpegScan scan) {
    scans++;
    for (JpegScan.Part part : scan.parts()) {
      int[] known = bits[part.index()];
      int to = Math.max(scan.last(), WATCHED - 1) + 1;
      for (int i = Math.min(scan.first(), 1); i < to; i++) {
        before[part.index()][i] = scans > 1 ? known[i] : 0;
      }
      Arrays.fill(known, scan.first(), scan.last() + 1, scan.low());
    }
  }

  /** Takes note that the data goes on in a row of MCUs. */
  void goesOn(int mcuRow) {
    lastGoodRow = mcuRow;
  }

  /**
   * What is known in a row of MCUs: if the last scan ended before, what was known before it.
   *
   * @return by coefficient in zigzag order; the DC's is of no use
   */
  int[] known(int component, int mcuRow) {
    if (mcuRow <= lastGoodRow) {
      return bits[component];
    }
    return scans > 1 ? before[component] : new int[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  }

  /**
   * Whether libjpeg would smooth the image: all DC values are known, and some of the first AC
   * values are not, or not in full.
   */
  boolean isPartial() {
    boolean partial = false;
    for (int[] known : bits) {
      if (known[0] == UNKNOWN) {
        return false;
      }
      for (int i = 1; i < WATCHED; i++) {
        partial |= known[i] != 0;
      }
    }
    return partial;
  }
}
