package dev.ijepa.models.region;

/** What the coordinates of a region count. */
public enum CoordinateUnit {
  /** Pixels of the upright image; the first ends at 1. */
  PIXEL,
  /** Fractions of the image's side. */
  NORMALIZED;

  /**
   * How many patches one unit is.
   *
   * @param side of the image, in pixels
   * @param patches along that side
   */
  double patches(long side, int patches) {
    return this == PIXEL ? (double) patches / side : patches;
  }
}
