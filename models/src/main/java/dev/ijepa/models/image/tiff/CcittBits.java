package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of a strip or tile, from the left; behind their end are zeros. */
final class CcittBits {
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int ROW_MARK_ZEROS = 11;

  /** One look at the clock for each so many bits that are passed over; a power of two. */
  private static final int BITS_BETWEEN_LOOKS = 1 << 20;

  /** A last code may be a few bits short where {@link #alignToByte} has gone too far. */
  private static final int TOLERATED_BITS = 7;

  private final byte[] bytes;
  private final ImageGuard guard;
  private final long end;

  /** The place of the next bit. */
  private long at;

  /**
   * How far libtiff has taken bits, byte by byte, up to here; behind the end of the data as many
   * zeros as it looks at. It matters to {@link #alignToByte} alone.
   */
  private long taken;

  CcittBits(byte[] bytes, int from, int length, ImageGuard guard) {
    this.bytes = bytes;
    this.guard = guard;
    this.at = 8L * from;
    this.end = at + 8L * length;
    this.taken = at;
  }

  /** The next bits, at most 16, without going on. */
  int peek(int count) {
    int first = (int) (at >> 3);
    int shift = (int) at & 7;
    int word =
        at + Integer.SIZE <= end
            ? (int) FOUR_BYTES.get(bytes, first)
            : (u8(first) << 24) | (u8(first + 1) << 16) | (u8(first + 2) << 8);
    return (word << shift) >>> (Integer.SIZE - count);
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
    if (at > end + TOLERATED_BITS) {
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

  /** Notes how many bits libtiff looks at for the next code. */
  void take(int count) {
    while (taken < at + count && taken < end) {
      taken += 8;
    }
    taken = Math.max(taken, at + count);
  }

  /**
   * Goes on to the next whole byte; in the last one, to where libtiff takes the next one to begin.
   * So a last row may come out wrong, but as in Pillow.
   */
  void alignToByte() {
    at += (taken - at) % 8;
  }

  /** Goes on to the next even byte of the file. */
  void alignToWord() {
    at = Math.min(end, (at + 15) / 16 * 16);
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
