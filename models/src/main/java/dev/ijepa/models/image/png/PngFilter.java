package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageException;

/**
 * Undoes what a PNG's encoder did to a row to make it smaller: each byte is told as the difference
 * to a guess from those to the left and above. Source: the PNG specification, chapter 9.
 */
final class PngFilter {
  private static final int NONE = 0;
  private static final int LEFT = 1;
  private static final int ABOVE = 2;
  private static final int AVERAGE = 3;
  private static final int PAETH = 4;

  private PngFilter() {}

  /**
   * Undoes the filter of a row.
   *
   * @param filter its number
   * @param told the differences, the first at {@code from}
   * @param row gets the bytes from {@code left} on; those before are zeros
   * @param above the row above, or zeros
   * @param left how many bytes to the left the same sample of the pixel before is
   */
  static void undo(int filter, byte[] told, int from, byte[] row, byte[] above, int left)
      throws ImageException {
    switch (filter) {
      case NONE -> System.arraycopy(told, from, row, left, row.length - left);
      case LEFT -> addLeft(told, from, row, left);
      case ABOVE -> addAbove(told, from, row, above, left);
      case AVERAGE -> addAverage(told, from, row, above, left);
      case PAETH -> addPaeth(told, from, row, above, left);
      default -> throw PngFile.corrupt("a row of it has filter " + filter);
    }
  }

  private static void addLeft(byte[] told, int from, byte[] row, int left) {
    for (int i = left, t = from; i < row.length; i++, t++) {
      row[i] = (byte) (told[t] + row[i - left]);
    }
  }

  private static void addAbove(byte[] told, int from, byte[] row, byte[] above, int left) {
    for (int i = left, t = from; i < row.length; i++, t++) {
      row[i] = (byte) (told[t] + above[i]);
    }
  }

  private static void addAverage(byte[] told, int from, byte[] row, byte[] above, int left) {
    for (int i = left, t = from; i < row.length; i++, t++) {
      row[i] = (byte) (told[t] + (((row[i - left] & 0xff) + (above[i] & 0xff)) >> 1));
    }
  }

  private static void addPaeth(byte[] told, int from, byte[] row, byte[] above, int left) {
    for (int i = left, t = from; i < row.length; i++, t++) {
      int guess = paeth(row[i - left] & 0xff, above[i] & 0xff, above[i - left] & 0xff);
      row[i] = (byte) (told[t] + guess);
    }
  }

  /**
   * The one of the three that is nearest to {@code a + b - c}; of equals a, then b. Told by where
   * {@code 3c - a - b} lies: at or under both of a and b it is the greater, at or over both the
   * smaller, and between them c. Without branches, which no processor could foresee.
   */
  private static int paeth(int a, int b, int c) {
    int place = 3 * c - a - b;
    int least = Math.min(a, b);
    int most = Math.max(a, b);
    int leastOrC = ifNegative(place - most, c, least);
    return ifNegative(least - place, leastOrC, most);
  }

  private static int ifNegative(int condition, int then, int otherwise) {
    return otherwise ^ ((otherwise ^ then) & (condition >> 31));
  }
}
