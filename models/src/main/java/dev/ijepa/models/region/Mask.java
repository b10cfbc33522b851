package dev.ijepa.models.region;

import dev.ijepa.models.image.ImageSize;

/**
 * Pixels that are set, as COCO's uncompressed run lengths. It is stretched to the image.
 *
 * <p>Source: the annotation format of COCO ("RLE"): runs go down the columns.
 */
public final class Mask implements Region {
  private final int height;
  private final int width;
  private final int[] counts;

  /**
   * A mask.
   *
   * @param height rows of the mask, 1 to {@link ImageSize#MAX_SIDE}
   * @param width columns of the mask, the same
   * @param counts lengths of runs, unsigned, column by column: of pixels that are not set, that are
   *     set, and so on; not changed afterwards
   * @throws IllegalArgumentException if the runs do not cover the mask exactly
   */
  public Mask(int height, int width, int[] counts) {
    requireSide("height", height);
    requireSide("width", width);
    long sum = 0;
    for (int count : counts) {
      sum += Integer.toUnsignedLong(count);
    }
    if (sum != (long) width * height) {
      throw new IllegalArgumentException(
          "counts add up to %d, and width x height is %d".formatted(sum, (long) width * height));
    }
    this.height = height;
    this.width = width;
    this.counts = counts;
  }

  private static void requireSide(String name, int side) {
    if (side < 1 || side > ImageSize.MAX_SIDE) {
      throw new IllegalArgumentException(
          "%s %s: 1 to %d are allowed"
              .formatted(name, Integer.toUnsignedString(side), ImageSize.MAX_SIDE));
    }
  }

  @Override
  public Coverage coverage(ImageSize image, PatchGrid grid) {
    Coverage coverage = new Coverage(grid);
    long begin = 0;
    for (int i = 0; i < counts.length; i++) {
      long end = begin + Integer.toUnsignedLong(counts[i]);
      if (i % 2 == 1) {
        addRun(begin, end, coverage);
      }
      begin = end;
    }
    return coverage;
  }

  /** A run is the end of a column, whole columns, and the begin of a column; any may be missing. */
  private void addRun(long begin, long end, Coverage coverage) {
    long at = begin;
    if (at % height != 0) {
      long part = Math.min(end, (at / height + 1) * height);
      add(at / height, at / height + 1, at % height, at % height + part - at, coverage);
      at = part;
    }
    long whole = (end - at) / height;
    if (whole > 0) {
      add(at / height, at / height + whole, 0, height, coverage);
      at += whole * height;
    }
    if (at < end) {
      add(at / height, at / height + 1, 0, end - at, coverage);
    }
  }

  private void add(long left, long right, long top, long bottom, Coverage coverage) {
    double across = (double) coverage.grid().columns() / width;
    double down = (double) coverage.grid().rows() / height;
    coverage.addRectangle(left * across, top * down, right * across, bottom * down);
  }
}
