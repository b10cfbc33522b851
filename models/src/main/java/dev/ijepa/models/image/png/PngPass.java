package dev.ijepa.models.image.png;

import java.util.List;

/**
 * Which pixels of a PNG are written one behind the other. Source: the PNG specification, chapter 8.
 *
 * @param left the first column
 * @param top the first row
 * @param right columns from one to the next
 * @param down rows from one to the next
 */
record PngPass(int left, int top, int right, int down) {
  private static final List<PngPass> WHOLE = List.of(new PngPass(0, 0, 1, 1));
  private static final List<PngPass> ADAM7 =
      List.of(
          new PngPass(0, 0, 8, 8),
          new PngPass(4, 0, 8, 8),
          new PngPass(0, 4, 4, 8),
          new PngPass(2, 0, 4, 4),
          new PngPass(0, 2, 2, 4),
          new PngPass(1, 0, 2, 2),
          new PngPass(0, 1, 1, 2));

  /** The passes of an image, in their order. */
  static List<PngPass> of(PngHeader header) {
    return header.interlaced() ? ADAM7 : WHOLE;
  }

  /** How many columns of an image it has. */
  int columns(int width) {
    return Math.floorDiv(width - left + right - 1, right);
  }

  /** How many rows of an image it has. */
  int rows(int height) {
    return Math.floorDiv(height - top + down - 1, down);
  }
}
