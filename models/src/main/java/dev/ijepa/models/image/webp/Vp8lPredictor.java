package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/**
 * Pixels were predicted from those left and above, in a mode of each square. Source: RFC 9649,
 * section 3.5.1.
 */
final class Vp8lPredictor implements Vp8lTransform {
  private static final int BLACK = 0xff000000;
  private static final int LEFT = 1;
  private static final int ABOVE = 2;
  private static final int ALPHA_GREEN = 0xff00ff00;
  private static final int RED_BLUE = 0x00ff00ff;

  private final Vp8lSquares squares;

  Vp8lPredictor(Vp8lSquares squares) {
    this.squares = squares;
  }

  @Override
  public void undo(int[] argb, ImageGuard guard) throws ImageException {
    int width = squares.width();
    argb[0] = add(argb[0], BLACK);
    undo(argb, 1, width, LEFT);
    for (int y = 1; y < squares.height(); y++) {
      guard.checkTime();
      int row = y * width;
      argb[row] = add(argb[row], argb[row - width]);
      for (int x = 1; x < width; x = squares.end(x)) {
        undo(argb, row + x, row + squares.end(x), squares.parameter(x, y) >> 8 & 0xf);
      }
    }
  }

  private void undo(int[] argb, int from, int to, int mode) {
    int width = squares.width();
    int left = argb[from - 1];
    for (int i = from; i < to; i++) {
      left = add(argb[i], predict(argb, i - width, left, mode));
      argb[i] = left;
    }
  }

  /**
   * The prediction of a pixel. Right of the last pixel above is the first of the pixel's own row.
   *
   * @param above where the pixel above is; not used where there is none
   */
  private static int predict(int[] argb, int above, int left, int mode) {
    return switch (mode) {
      case LEFT -> left;
      case ABOVE -> argb[above];
      case 3 -> argb[above + 1];
      case 4 -> argb[above - 1];
      case 5 -> mean(mean(left, argb[above + 1]), argb[above]);
      case 6 -> mean(left, argb[above - 1]);
      case 7 -> mean(left, argb[above]);
      case 8 -> mean(argb[above - 1], argb[above]);
      case 9 -> mean(argb[above], argb[above + 1]);
      case 10 -> mean(mean(left, argb[above - 1]), mean(argb[above], argb[above + 1]));
      case 11 -> select(left, argb[above], argb[above - 1]);
      case 12 -> gradient(left, argb[above], argb[above - 1]);
      case 13 -> halfGradient(mean(left, argb[above]), argb[above - 1]);
      // The format has no modes 14 and 15; libwebp takes them for 0.
      default -> BLACK;
    };
  }

  /** Channel by channel, modulo 256. */
  static int add(int a, int b) {
    int alphaGreen = (a & ALPHA_GREEN) + (b & ALPHA_GREEN);
    int redBlue = (a & RED_BLUE) + (b & RED_BLUE);
    return (alphaGreen & ALPHA_GREEN) | (redBlue & RED_BLUE);
  }

  /** Channel by channel, rounded down. */
  private static int mean(int a, int b) {
    return (a & b) + (((a ^ b) & 0xfefefefe) >>> 1);
  }

  /** Left or above, whichever is nearer to left + above - corner. */
  private static int select(int left, int above, int corner) {
    int toLeft = difference(above, corner);
    int toAbove = difference(left, corner);
    return toLeft < toAbove ? left : above;
  }

  private static int difference(int a, int b) {
    return Math.abs((a >>> 24) - (b >>> 24))
        + Math.abs((a >> 16 & 0xff) - (b >> 16 & 0xff))
        + Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff))
        + Math.abs((a & 0xff) - (b & 0xff));
  }

  private static int gradient(int left, int above, int corner) {
    int pixel = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int level = (left >>> shift & 0xff) + (above >>> shift & 0xff) - (corner >>> shift & 0xff);
      pixel |= clamp(level) << shift;
    }
    return pixel;
  }

  /** Half the difference is rounded towards zero. */
  private static int halfGradient(int mean, int corner) {
    int pixel = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int level = mean >>> shift & 0xff;
      pixel |= clamp(level + (level - (corner >>> shift & 0xff)) / 2) << shift;
    }
    return pixel;
  }

  private static int clamp(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
