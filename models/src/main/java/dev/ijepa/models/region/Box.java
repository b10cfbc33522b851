package dev.ijepa.models.region;

import dev.ijepa.models.image.ImageSize;

/**
 * A rectangle with sides along the axes.
 *
 * @param unit of the coordinates
 * @param left the smallest x
 * @param top the smallest y
 * @param right the largest x, more than {@code left}
 * @param bottom the largest y, more than {@code top}
 */
public record Box(CoordinateUnit unit, double left, double top, double right, double bottom)
    implements Region {
  /**
   * A box.
   *
   * @throws IllegalArgumentException if it has no inside; the message names the sides
   */
  public Box {
    // Not "<=", which NaN would pass.
    if (!(right > left && bottom > top && isFinite(left, top, right, bottom))) {
      throw new IllegalArgumentException(
          "left %s, top %s, right %s, bottom %s: all must be finite, right more than left, and bottom more than top"
              .formatted(left, top, right, bottom));
    }
  }

  private static boolean isFinite(double left, double top, double right, double bottom) {
    return Double.isFinite(left)
        && Double.isFinite(top)
        && Double.isFinite(right)
        && Double.isFinite(bottom);
  }

  @Override
  public Coverage coverage(ImageSize image, PatchGrid grid) {
    double across = unit.patches(image.width(), grid.columns());
    double down = unit.patches(image.height(), grid.rows());
    Coverage coverage = new Coverage(grid);
    coverage.addRectangle(left * across, top * down, right * across, bottom * down);
    return coverage;
  }
}
