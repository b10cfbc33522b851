package dev.ijepa.models.image.webp;

/**
 * A prefix code as tables: the next eight bits lead to a symbol, or to a second table for the bits
 * behind them.
 */
final class Vp8lPrefixCode {
  /** Bits that the first table is read with, at most. */
  static final int ROOT_BITS = 8;

  /** Of an entry, the bits of its length; a symbol or a place, less than 4096, is above. */
  static final int LENGTH_BITS = 4;

  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /** Bytes of the objects beside the entries, about. */
  private static final int OBJECT_BYTES = 48;

  /**
   * Of each entry the symbol and its length; or, if that is over {@link #ROOT_BITS}, the place of a
   * second table and the longest length there.
   */
  private final char[] table;

  private final int rootMask;

  /**
   * @param table what {@link Vp8lCodeTables} makes
   * @param rootBits how many bits the first table is read with
   */
  Vp8lPrefixCode(char[] table, int rootBits) {
    this.table = table;
    this.rootMask = (1 << rootBits) - 1;
  }

  /** An entry of a table. */
  static char entry(int symbolOrPlace, int length) {
    return (char) (symbolOrPlace << LENGTH_BITS | length);
  }

  /** What it takes in memory, about. */
  int bytes() {
    return table.length * Character.BYTES + OBJECT_BYTES;
  }

  /** Whether there is only one symbol, which takes no bits. */
  boolean isConstant() {
    return rootMask == 0;
  }

  /** The next symbol. */
  int read(Vp8lBitReader bits) {
    int ahead = bits.peek();
    int entry = table[ahead & rootMask];
    int length = entry & LENGTH_MASK;
    if (length > ROOT_BITS) {
      int inTable = (ahead >>> ROOT_BITS) & ((1 << (length - ROOT_BITS)) - 1);
      entry = table[(entry >> LENGTH_BITS) + inTable];
      length = entry & LENGTH_MASK;
    }
    bits.skip(length);
    return entry >> LENGTH_BITS;
  }
}
