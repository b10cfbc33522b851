package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/**
 * Red and blue were predicted from green, and blue from red, by factors of each square. Source: RFC
 * 9649, section 3.5.2.
 */
final class Vp8lCrossColor implements Vp8lTransform {
  private final Vp8lSquares squares;

  Vp8lCrossColor(Vp8lSquares squares) {
    this.squares = squares;
  }

  @Override
  public void undo(int[] argb, ImageGuard guard) throws ImageException {
    int width = squares.width();
    for (int y = 0; y < squares.height(); y++) {
      guard.checkTime();
      for (int x = 0; x < width; x = squares.end(x)) {
        undo(argb, y * width + x, y * width + squares.end(x), squares.parameter(x, y));
      }
    }
  }

  /** Factors and levels are signed bytes; a factor counts in thirty-seconds. */
  private static void undo(int[] argb, int from, int to, int factors) {
    int greenToRed = (byte) factors;
    int greenToBlue = (byte) (factors >> 8);
    int redToBlue = (byte) (factors >> 16);
    for (int i = from; i < to; i++) {
      int pixel = argb[i];
      int green = (byte) (pixel >> 8);
      int red = (pixel >> 16) + ((greenToRed * green) >> 5);
      int blue = pixel + ((greenToBlue * green) >> 5) + ((redToBlue * (byte) red) >> 5);
      argb[i] = (pixel & 0xff00ff00) | (red & 0xff) << 16 | (blue & 0xff);
    }
  }
}
