package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;

/**
 * The bits of Huffman-coded data. Behind a marker there are zeros, and {@link #isExhausted} tells
 * so.
 *
 * <p>Like libjpeg-turbo it looks 57 bits ahead: a file that ends without a marker is truncated even
 * if the bits that are needed are there.
 */
final class JpegBits {
  private static final int FULL = 57;

  private final JpegInput input;
  private long buffer;
  private int left;
  private boolean exhausted;

  JpegBits(JpegInput input) {
    this.input = input;
  }

  /** Whether zeros were read that are not in the file. */
  boolean isExhausted() {
    return exhausted;
  }

  /** Forgets what is left of an interval and passes over the restart marker behind it. */
  void restart() throws ImageException {
    left = 0;
    input.passRestart();
    // Right at another marker the next interval is empty too.
    if (!input.isAtMarker()) {
      exhausted = false;
    }
  }

  /** Reads up to 16 bits. */
  int read(int count) throws ImageException {
    require(count);
    left -= count;
    return (int) (buffer >>> left) & ((1 << count) - 1);
  }

  /** Reads a number of {@code count} bits, at least 1, of which the lower half is negative. */
  int readSigned(int count) throws ImageException {
    int value = read(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  /** Reads one symbol; 0 if there is no such code. */
  int readSymbol(HuffmanTable table) throws ImageException {
    if (left < HuffmanTable.LOOK_AHEAD) {
      fill(0);
    }
    int length = 1;
    if (left >= HuffmanTable.LOOK_AHEAD) {
      int found = table.lookUp((int) (buffer >>> (left - HuffmanTable.LOOK_AHEAD)) & 0xff);
      if (found != HuffmanTable.LONGER) {
        left -= found >> 8;
        return found & 0xff;
      }
      length = HuffmanTable.LOOK_AHEAD + 1;
    }
    int code = read(length);
    while (length <= HuffmanTable.MAX_BITS && !table.contains(code, length)) {
      code = code << 1 | read(1);
      length++;
    }
    return length > HuffmanTable.MAX_BITS ? 0 : table.symbol(code, length);
  }

  private void require(int count) throws ImageException {
    if (left < count) {
      fill(count);
    }
  }

  private void fill(int needed) throws ImageException {
    while (left < FULL) {
      int value = input.dataByte();
      if (value == JpegInput.AT_MARKER) {
        break;
      }
      buffer = buffer << 8 | value;
      left += 8;
    }
    if (left < needed) {
      exhausted = true;
      buffer <<= FULL - left;
      left = FULL;
    }
  }
}
