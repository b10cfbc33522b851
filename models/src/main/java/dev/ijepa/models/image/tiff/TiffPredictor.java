package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;

/**
 * Undoes what some compressions do to a row before they pack it: each sample is told as its
 * difference to the one of the pixel before. Source: TIFF 6.0, section 14; Adobe's technical note 3
 * for floating-point samples.
 */
enum TiffPredictor {
  NONE,
  DIFFERENCES_8,
  DIFFERENCES_16,
  DIFFERENCES_32,
  FLOATS_32;

  private static final int HORIZONTAL = 2;
  private static final int FLOATING_POINT = 3;

  /**
   * The predictor of a file.
   *
   * @throws ImageException UNSUPPORTED_FORMAT if its samples do not allow it
   */
  static TiffPredictor of(TiffDirectory directory, TiffLayout layout) throws ImageException {
    boolean predicts =
        switch (layout.compression()) {
          case LZW, DEFLATE, DEFLATE_OLD, LZMA, ZSTD -> true;
          default -> false;
        };
    long number = predicts ? directory.number(TiffTag.PREDICTOR, 1) : 1;
    int bits = layout.bits();
    if (number == 1) {
      return NONE;
    }
    if (number == HORIZONTAL && (bits == 8 || bits == 16 || bits == 32)) {
      return bits == 8 ? DIFFERENCES_8 : bits == 16 ? DIFFERENCES_16 : DIFFERENCES_32;
    }
    if (number == FLOATING_POINT && bits == 32) {
      return FLOATS_32;
    }
    throw TiffDirectory.unsupported(
        "has predictor %d for samples of %d bits; accepted are 2 for 8, 16 and 32 bits, and 3 for 32"
            .formatted(number, bits));
  }

  /**
   * Undoes one row in place.
   *
   * @param at where it begins
   * @param length of it in bytes
   * @param samples from one pixel to the next
   * @param littleEndian the order of bytes in a sample
   */
  void undo(byte[] row, int at, int length, int samples, boolean littleEndian) {
    switch (this) {
      case NONE -> {}
      case DIFFERENCES_8 -> addBytes(row, at, at + length, samples);
      case DIFFERENCES_16 -> addWords(row, at, at + length, samples, 2, littleEndian);
      case DIFFERENCES_32 -> addWords(row, at, at + length, samples, 4, littleEndian);
      case FLOATS_32 -> {
        addBytes(row, at, at + length, samples);
        joinFloats(row, at, length, littleEndian);
      }
    }
  }

  private static void addBytes(byte[] row, int from, int to, int samples) {
    if (samples == 3) {
      addRgb(row, from, to);
      return;
    }
    for (int i = from + samples; i < to; i++) {
      row[i] += row[i - samples];
    }
  }

  /** The most frequent case, in which sums stay in registers. */
  private static void addRgb(byte[] row, int from, int to) {
    byte red = 0;
    byte green = 0;
    byte blue = 0;
    for (int i = from; i + 2 < to; i += 3) {
      red += row[i];
      green += row[i + 1];
      blue += row[i + 2];
      row[i] = red;
      row[i + 1] = green;
      row[i + 2] = blue;
    }
  }

  private static void addWords(
      byte[] row, int from, int to, int samples, int width, boolean littleEndian) {
    int first = littleEndian ? 0 : width - 1;
    int step = littleEndian ? 1 : -1;
    int before = samples * width;
    for (int i = from + before; i + width <= to; i += width) {
      int carry = 0;
      for (int n = 0, at = i + first; n < width; n++, at += step) {
        carry += (row[at] & 0xff) + (row[at - before] & 0xff);
        row[at] = (byte) carry;
        carry >>= 8;
      }
    }
  }

  /** The first bytes of all numbers come first, those of the exponent; then all second ones. */
  private static void joinFloats(byte[] row, int at, int length, boolean littleEndian) {
    byte[] told = new byte[length];
    System.arraycopy(row, at, told, 0, length);
    int count = length / Float.BYTES;
    for (int i = 0; i < count * Float.BYTES; i++) {
      int part = i % Float.BYTES;
      row[at + i] = told[(littleEndian ? Float.BYTES - 1 - part : part) * count + i / Float.BYTES];
    }
  }
}
