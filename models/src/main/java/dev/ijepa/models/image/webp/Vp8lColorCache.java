package dev.ijepa.models.image.webp;

/**
 * Colours that were seen lately, each at the place of its hash. Source: RFC 9649, section 3.6.3.
 */
final class Vp8lColorCache {
  private static final int HASH_FACTOR = 0x1e35a7bd;

  private final int[] colors;
  private final int shift;

  /** Everything before has its place. */
  private int seen;

  /**
   * @param bits of a place, at least 1
   */
  Vp8lColorCache(int bits) {
    this.colors = new int[1 << bits];
    this.shift = Integer.SIZE - bits;
  }

  /**
   * The colour of a place, once pixels up to one have been seen.
   *
   * @param argb all pixels
   * @param end those before have been read
   */
  int color(int place, int[] argb, int end) {
    for (; seen < end; seen++) {
      colors[(HASH_FACTOR * argb[seen]) >>> shift] = argb[seen];
    }
    return colors[place];
  }
}
