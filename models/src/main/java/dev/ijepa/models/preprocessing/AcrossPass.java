package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.Nullable;

/** Resampling along a row, or none. Values are from 0 to 255, in arrays of int. */
final class AcrossPass {
  /** Leaves rows as they are. */
  static final AcrossPass NONE = new AcrossPass(null);

  private final @Nullable ResampleWeights weights;

  /**
   * @param weights of the columns; null to leave rows as they are
   */
  AcrossPass(@Nullable ResampleWeights weights) {
    this.weights = weights;
  }

  /** The row that a row of this many pixels becomes; to be given to {@link #apply}. */
  int[] newRow(int pixels) {
    return new int[(weights == null ? pixels : weights.outputs()) * 3];
  }

  /** Resamples a row of RGB bytes into a row that {@link #newRow} made. */
  void apply(byte[] row, int[] out) {
    if (weights != null) {
      weights.apply(row, out);
      return;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = row[i] & 0xff;
    }
  }
}
