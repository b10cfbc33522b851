package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/** The bits of a strip or tile, from the left; behind their end are zeros. */
final class CcittBits {
  private static final int ROW_MARK_ZEROS = 11;

  /** One look at the clock for each so many bits that are passed over; a power of two. */
  private static final int BITS_BETWEEN_LOOKS = 1 << 20;

  private final byte[] bytes;
  private final ImageGuard guard;
  private final long end;

  /** The place of the next bit. */
  private long at;

  CcittBits(byte[] bytes, int from, int length, ImageGuard guard) {
    this.bytes = bytes;
    this.guard = guard;
    this.at = 8L * from;
    this.end = at + 8L * length;
  }

  /** The next bits, at most 16, without going on. */
  int peek(int count) {
    int first = (int) (at >> 3);
    int word = u8(first) << 16 | u8(first + 1) << 8 | u8(first + 2);
    return (word >> (24 - count - ((int) at & 7))) & ((1 << count) - 1);
  }

  private int u8(int index) {
    return 8L * index < end ? bytes[index] & 0xff : 0;
  }

  /**
   * Goes on by some bits.
   *
   * @throws ImageException CORRUPT if there are not so many
   */
  void skip(int count) throws ImageException {
    at += count;
    if (at > end) {
      throw TiffCodec.endsEarly();
    }
  }

  /**
   * The meaning of the next code.
   *
   * @param table of {@link CcittCodes}
   * @throws ImageException CORRUPT if the next bits are no code
   */
  int next(char[] table) throws ImageException {
    int entry = table[peek(CcittCodes.MAX_BITS)];
    if (entry == 0) {
      throw TiffDirectory.corrupt("a strip or tile of it has bits that are no CCITT code");
    }
    skip(entry & 15);
    return entry >> 4;
  }

  /** Goes on to the next whole byte of the strip, or to the next even one of the file. */
  void align(boolean toWord) {
    int unit = toWord ? 16 : 8;
    at = Math.min(end, (at + unit - 1) / unit * unit);
  }

  /**
   * Goes on behind the next mark of a row: eleven zeros or more, and a one.
   *
   * @param begun whether its zeros have been read, or some of them
   */
  void skipRowMark(boolean begun) throws ImageException {
    while (!begun && peek(ROW_MARK_ZEROS) != 0) {
      passOver();
    }
    while (peek(1) == 0) {
      passOver();
    }
    skip(1);
  }

  private void passOver() throws ImageException {
    skip(1);
    if (at % BITS_BETWEEN_LOOKS == 0) {
      guard.checkTime();
    }
  }

  /** Whether a mark of a row comes somewhere; does not go on. */
  boolean hasRowMark() {
    long place = at;
    try {
      skipRowMark(false);
      return true;
    } catch (ImageException e) {
      return false;
    } finally {
      at = place;
    }
  }
}
