package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The codes of one strip or tile, which become longer while the table grows. Before TIFF 5.0 some
 * writers put their bits the other way round and made codes longer one code later; the first two
 * bytes tell it.
 */
final class LzwCodes {
  private static final int MIN_BITS = 9;
  private static final int MAX_BITS = 12;

  /** As many as codes of the most bits can tell. */
  static final int MAX_CODES = 1 << MAX_BITS;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] packed;
  private final long end;
  private final boolean oldStyle;

  /** The place of the next code in bits. */
  private long at;

  private int bits = MIN_BITS;
  private int mask = (1 << MIN_BITS) - 1;
  private int count;

  /** At so many codes they become longer. */
  private int limit;

  LzwCodes(byte[] packed, int from, int end) {
    this.packed = packed;
    this.at = 8L * from;
    this.end = 8L * end;
    this.oldStyle = end - from >= 2 && packed[from] == 0 && (packed[from + 1] & 1) == 1;
  }

  /**
   * The next code.
   *
   * @throws ImageException CORRUPT if there is none
   */
  int next() throws ImageException {
    if (at + bits > end) {
      throw TiffCodec.endsEarly();
    }
    int first = (int) (at >>> 3);
    int shift = (int) at & 7;
    at += bits;
    if (oldStyle) {
      return (int) (Long.reverseBytes(word(first)) >>> shift) & mask;
    }
    return (int) (word(first) >>> (Long.SIZE - bits - shift)) & mask;
  }

  /** Eight bytes, or what is left of them and zeros. */
  private long word(int first) {
    if (first + Long.BYTES <= packed.length) {
      return (long) EIGHT_BYTES.get(packed, first);
    }
    byte[] rest = new byte[Long.BYTES];
    System.arraycopy(packed, first, rest, 0, packed.length - first);
    return (long) EIGHT_BYTES.get(rest, 0);
  }

  /** Codes that have a meaning. */
  int count() {
    return count;
  }

  /** The table is empty but for its first codes. */
  void clear(int firstCodes) {
    count = firstCodes;
    bits = MIN_BITS;
    setLimit();
  }

  /** One more code has a meaning. */
  void add() {
    count++;
    if (count >= limit && bits < MAX_BITS) {
      bits++;
      setLimit();
    }
  }

  private void setLimit() {
    mask = (1 << bits) - 1;
    limit = oldStyle ? 1 << bits : mask;
  }
}
