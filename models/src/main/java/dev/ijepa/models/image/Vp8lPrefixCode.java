package dev.ijepa.models.image;

/**
 * A prefix code as tables: the next eight bits lead to a symbol, or to a second table for the bits
 * behind them.
 */
final class Vp8lPrefixCode {
  private static final int ROOT_BITS = 8;

  /** Symbols and places in the table take the bits above; both are less than 4096. */
  private static final int LENGTH_BITS = 4;

  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /** Of each entry the symbol and its length; or, if that is over 8, a table and its longest. */
  private final char[] table;

  private final int rootMask;

  /** A code of one symbol, which takes no bits. */
  Vp8lPrefixCode(int symbol) {
    this.table = new char[] {(char) (symbol << LENGTH_BITS)};
    this.rootMask = 0;
  }

  /**
   * A canonical code.
   *
   * @param lengths of each symbol's bits, 0 to 15; together a complete code
   * @param counts how many symbols there are of each length
   * @param symbols how many lengths there are
   */
  Vp8lPrefixCode(byte[] lengths, int[] counts, int symbols) {
    int longest = counts.length - 1;
    while (counts[longest] == 0) {
      longest--;
    }
    int rootBits = Math.min(longest, ROOT_BITS);
    this.rootMask = (1 << rootBits) - 1;
    int[] codes = codes(lengths, counts, symbols);
    int[] longestBehind = new int[rootMask + 1];
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] > rootBits) {
        int root = codes[symbol] & rootMask;
        longestBehind[root] = Math.max(longestBehind[root], lengths[symbol]);
      }
    }
    int size = rootMask + 1;
    int[] tables = new int[rootMask + 1];
    for (int root = 0; root <= rootMask; root++) {
      if (longestBehind[root] > 0) {
        tables[root] = size;
        size += 1 << (longestBehind[root] - rootBits);
      }
    }
    this.table = new char[size];
    for (int root = 0; root <= rootMask; root++) {
      table[root] = (char) (tables[root] << LENGTH_BITS | longestBehind[root]);
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[symbol];
      char entry = (char) (symbol << LENGTH_BITS | length);
      int root = codes[symbol] & rootMask;
      if (length > rootBits) {
        int tableBits = longestBehind[root] - rootBits;
        repeat(entry, tables[root], codes[symbol] >> rootBits, length - rootBits, tableBits);
      } else if (length > 0) {
        repeat(entry, 0, root, length, rootBits);
      }
    }
  }

  /** The symbols' bits as they are read: the first lowest. */
  private static int[] codes(byte[] lengths, int[] counts, int symbols) {
    int[] next = new int[counts.length];
    for (int length = 2; length < counts.length; length++) {
      next[length] = (next[length - 1] + counts[length - 1]) << 1;
    }
    int[] codes = new int[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
      }
    }
    return codes;
  }

  /** Puts an entry wherever the table's bits begin with its code. */
  private void repeat(char entry, int from, int code, int length, int tableBits) {
    for (int i = code; i < 1 << tableBits; i += 1 << length) {
      table[from + i] = entry;
    }
  }

  /** Entries of two bytes that the tables take. */
  int size() {
    return table.length;
  }

  /** Whether there is only one symbol. */
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
