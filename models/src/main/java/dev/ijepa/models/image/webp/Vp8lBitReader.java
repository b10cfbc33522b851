package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** VP8L's bits, the lowest of each byte first. Beyond their end it reads zeros, and tells so. */
final class Vp8lBitReader {
  /** The most bits of one read. */
  static final int MAX_BITS = 24;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;

  /** The next byte to load; grows beyond the end. */
  private int at;

  /** The next bits, the first of them lowest. */
  private long window;

  /** How many bits of the window count; those above are nothing, or the beginning of what comes. */
  private int count;

  /** Reads the bytes from {@code from} up to {@code to}. */
  Vp8lBitReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** A number of up to {@link #MAX_BITS} bits, the lowest first. */
  int read(int length) {
    int number = peek() & ((1 << length) - 1);
    skip(length);
    return number;
  }

  boolean readFlag() {
    return read(1) == 1;
  }

  /** The next {@link #MAX_BITS} bits at least, which are not used up. */
  int peek() {
    if (count < MAX_BITS) {
      load();
    }
    return (int) window;
  }

  /** Uses up bits that were seen with {@link #peek}. */
  void skip(int length) {
    window >>>= length;
    count -= length;
  }

  private void load() {
    if (at <= end - Long.BYTES) {
      window |= (long) LONG.get(bytes, at) << count;
      at += (Long.SIZE - 1 - count) >> 3;
      count |= Long.SIZE - Byte.SIZE;
      return;
    }
    for (; count <= Long.SIZE - Byte.SIZE; count += Byte.SIZE, at++) {
      window |= at < end ? (bytes[at] & 0xffL) << count : 0;
    }
  }

  /**
   * To be called between rows, or parts of about that size.
   *
   * @throws ImageException CORRUPT if more was used than there is
   */
  void checkEnd() throws ImageException {
    if (at - (count >> 3) > end) {
      throw Vp8lDecoder.corrupt("its data ends early");
    }
  }
}
