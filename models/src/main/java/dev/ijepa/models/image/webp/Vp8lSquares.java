package dev.ijepa.models.image.webp;

/**
 * An image of which each square of pixels has a parameter of its own.
 *
 * @param width columns of pixels
 * @param height rows of pixels
 * @param bits of the side of a square
 * @param parameters one for each square, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
record Vp8lSquares(int width, int height, int bits, int[] parameters) {
  /** The parameter of a pixel's square. */
  int parameter(int x, int y) {
    return parameters[(y >> bits) * Vp8lDecoder.parts(width, bits) + (x >> bits)];
  }

  /** The first column behind a pixel's square. */
  int end(int x) {
    return Math.min(width, ((x >> bits) + 1) << bits);
  }
}
