package dev.ijepa.models.encoder;

import java.util.stream.IntStream;

/**
 * The four values of a line that one resampled value is made of, and their weights: Keys' cubic
 * convolution with a = −0.75. Beyond its ends a line goes on with its last value.
 */
final class CubicTaps {
  static final int COUNT = 4;

  private static final double A = -0.75;

  private final int first;
  private final int last;
  private final double fraction;

  /**
   * The taps of a value.
   *
   * @param center where it lies on the line, in steps from the first value
   * @param length number of values of the line
   */
  private CubicTaps(double center, int length) {
    first = (int) Math.floor(center) - 1;
    last = length - 1;
    fraction = center - Math.floor(center);
  }

  /** The taps of all values of a line of {@code to}, made of one of {@code from}. */
  static CubicTaps[] along(int from, int to) {
    double scale = (double) from / to;
    return IntStream.range(0, to)
        .mapToObj(index -> new CubicTaps((index + 0.5) * scale - 0.5, from))
        .toArray(CubicTaps[]::new);
  }

  /** Which value a tap takes. */
  int index(int tap) {
    return Math.max(0, Math.min(first + tap, last));
  }

  double weight(int tap) {
    double distance = Math.abs(fraction + 1 - tap);
    return distance <= 1
        ? ((A + 2) * distance - (A + 3)) * distance * distance + 1
        : ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
  }
}
