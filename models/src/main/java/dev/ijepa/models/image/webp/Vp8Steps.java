package dev.ijepa.models.image.webp;

/**
 * What the coefficients of a block are multiplied by. Source: RFC 6386, section 14.1.
 *
 * @param lumaDc of the first coefficient of brightness
 * @param lumaAc of the others
 * @param meansDc of the first coefficient of the sixteen means of brightness
 * @param meansAc of the others
 * @param chromaDc of the first coefficient of colour
 * @param chromaAc of the others
 */
record Vp8Steps(int lumaDc, int lumaAc, int meansDc, int meansAc, int chromaDc, int chromaAc) {
  static Vp8Steps of(int index, int[] deltas) {
    return new Vp8Steps(
        Vp8Tables.DC_STEPS[clip(index + deltas[0], 127)],
        Vp8Tables.AC_STEPS[clip(index, 127)],
        Vp8Tables.DC_STEPS[clip(index + deltas[1], 127)] * 2,
        Math.max(8, Vp8Tables.AC_STEPS[clip(index + deltas[2], 127)] * 155 / 100),
        Vp8Tables.DC_STEPS[clip(index + deltas[3], 117)],
        Vp8Tables.AC_STEPS[clip(index + deltas[4], 127)]);
  }

  private static int clip(int index, int most) {
    return Math.max(0, Math.min(most, index));
  }
}
