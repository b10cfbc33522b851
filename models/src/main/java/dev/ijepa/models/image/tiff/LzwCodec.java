package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * LZW as TIFF has it. Source: TIFF 6.0, section 13.
 *
 * <p>A string of the table is an earlier string and the first byte of the one that followed it.
 * Both lie beside each other in what was unpacked. So the table needs no bytes of long strings: it
 * tells for each code where its string begins there, and how long it is. The first eight bytes are
 * in the table: most strings are no longer, and are written without a look at where they came from.
 */
final class LzwCodec implements TiffCodec {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int CODES_BETWEEN_LOOKS = 1 << 16;

  /** From so many bytes on, the platform's own copy is faster. */
  private static final int LONG_COPY = 32;

  private final ImageGuard guard;

  /** The first eight bytes of the strings of codes, the first in the low byte, then zeros. */
  private final long[] heads = new long[LzwCodes.MAX_CODES];

  /** Where the strings of codes begin, in the target. */
  private final int[] starts = new int[LzwCodes.MAX_CODES];

  private final int[] lengths = new int[LzwCodes.MAX_CODES];

  /** Of the string before; 0 for the length if there is none. */
  private long lastHead;

  private int lastStart;
  private int lastLength;

  LzwCodec(ImageGuard guard) {
    this.guard = guard;
    for (int code = 0; code < CLEAR; code++) {
      heads[code] = code;
      lengths[code] = 1;
    }
  }

  /** Bytes that it takes. */
  static long bytes() {
    return (Long.BYTES + 2L * Integer.BYTES) * LzwCodes.MAX_CODES;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    LzwCodes codes = new LzwCodes(packed, from, from + length);
    if (codes.next() != CLEAR) {
      throw TiffCodec.broken(TiffCompression.LZW);
    }
    codes.clear(FIRST);
    lastLength = 0;
    int out = at;
    while (out < at + size) {
      guard.checkTime();
      out = unpackSome(codes, target, out, at + size);
    }
  }

  /** Unpacks some thousands of codes, and tells where the next byte goes. */
  private int unpackSome(LzwCodes codes, byte[] target, int at, int end) throws ImageException {
    int out = at;
    long head = lastHead;
    int start = lastStart;
    int length = lastLength;
    for (int i = 0; i < CODES_BETWEEN_LOOKS && out < end; i++) {
      int code = codes.next();
      if (code == CLEAR) {
        codes.clear(FIRST);
        length = 0;
        continue;
      }
      if (length > 0) {
        // The code at hand may be the one that is added: it begins as the string before does.
        long first = (code == codes.count() ? head : heads[code]) & 0xff;
        add(codes, length < Long.BYTES ? head | (first << (8 * length)) : head, start, length + 1);
      }
      check(code, codes);
      head = heads[code];
      length = Math.min(lengths[code], end - out);
      start = out;
      write(target, head, starts[code], out, length, end);
      out += length;
    }
    lastHead = head;
    lastStart = start;
    lastLength = length;
    return out;
  }

  /** The string before, with the byte behind it, which the code that is at hand is to tell. */
  private void add(LzwCodes codes, long head, int start, int length) {
    int code = codes.count();
    if (code < LzwCodes.MAX_CODES) {
      heads[code] = head;
      starts[code] = start;
      lengths[code] = length;
      codes.add();
    }
  }

  /** A code must have a string. */
  private static void check(int code, LzwCodes codes) throws ImageException {
    if (code == END) {
      throw TiffCodec.endsEarly();
    }
    if (code >= codes.count()) {
      throw TiffCodec.broken(TiffCompression.LZW);
    }
  }

  /**
   * Writes a string.
   *
   * @param head its first eight bytes
   * @param from where it is in what was unpacked, if it is longer
   * @param end bytes before it are still to be written: more may be written than needed
   */
  private static void write(byte[] bytes, long head, int from, int to, int length, int end) {
    if (to + Long.BYTES > end) {
      for (int i = 0; i < length; i++) {
        bytes[to + i] = i < Long.BYTES ? (byte) (head >>> (8 * i)) : bytes[from + i];
      }
      return;
    }
    EIGHT_BYTES.set(bytes, to, head);
    if (length > Long.BYTES) {
      copy(bytes, from + Long.BYTES, to + Long.BYTES, length - Long.BYTES, end);
    }
  }

  /**
   * Copies a string forwards, byte by byte where it runs into itself.
   *
   * @param end bytes before it are still to be written: more may be copied than needed
   */
  private static void copy(byte[] bytes, int from, int to, int length, int end) {
    int distance = to - from;
    if (distance < Long.BYTES || to + length + Long.BYTES > end) {
      for (int i = 0; i < length; i++) {
        bytes[to + i] = bytes[from + i];
      }
    } else if (length > LONG_COPY && distance >= length) {
      System.arraycopy(bytes, from, bytes, to, length);
    } else {
      for (int i = 0; i < length; i += Long.BYTES) {
        EIGHT_BYTES.set(bytes, to + i, (long) EIGHT_BYTES.get(bytes, from + i));
      }
    }
  }
}
