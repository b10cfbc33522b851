package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;

/** Decodes the coefficients of one scan, block by block. */
abstract class EntropyDecoder {
  /** Places of coefficients in zigzag order; those beyond the last lead to the last. */
  static final int[] NATURAL = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63
  };

  private final int interval;
  private int left;

  /**
   * @param interval MCUs between two restart markers; 0 without any
   */
  EntropyDecoder(int interval) {
    this.interval = interval;
    this.left = interval;
  }

  /** Begins an MCU: passes over a restart marker if one is due. */
  final void startMcu() throws ImageException {
    if (interval > 0) {
      if (left == 0) {
        restart();
        left = interval;
      }
      left--;
    }
  }

  /** Passes over a restart marker and forgets what came before. */
  abstract void restart() throws ImageException;

  /** Whether the data of this interval has ended early: the rest of its blocks stays as it is. */
  abstract boolean isExhausted();

  /**
   * Decodes a block.
   *
   * @param part the number of the component in the scan
   * @param coefficients get its coefficients from {@code at} on, in natural order
   */
  abstract void decode(int part, short[] coefficients, int at) throws ImageException;
}
