package dev.ijepa.models.image.webp;

import java.util.Arrays;

/** Makes the tables of prefix codes, one after the other. Source: RFC 9649, section 3.7.2.1. */
final class Vp8lCodeTables {
  private static final int MAX_ROOTS = 1 << Vp8lPrefixCode.ROOT_BITS;

  /** For each symbol its bits as they are read, the first lowest. */
  private final int[] codes;

  private final int[] next = new int[Vp8lCodeLengths.MAX_LENGTH + 1];

  /** For each entry of the first table the longest length and the place of its second table. */
  private final int[] longestBehind = new int[MAX_ROOTS];

  private final int[] places = new int[MAX_ROOTS];

  Vp8lCodeTables(int maxSymbols) {
    this.codes = new int[maxSymbols];
  }

  /** A code of one symbol. */
  static Vp8lPrefixCode constant(int symbol) {
    return new Vp8lPrefixCode(new char[] {Vp8lPrefixCode.entry(symbol, 0)}, 0);
  }

  /**
   * A canonical code.
   *
   * @param lengths of each symbol's bits, 0 to 15; together a complete code of two symbols or more
   * @param counts how many symbols there are of each length from 1 on
   * @param symbols how many lengths there are
   */
  Vp8lPrefixCode make(byte[] lengths, int[] counts, int symbols) {
    int longest = Vp8lCodeLengths.MAX_LENGTH;
    while (counts[longest] == 0) {
      longest--;
    }
    int rootBits = Math.min(longest, Vp8lPrefixCode.ROOT_BITS);
    assignCodes(lengths, counts, symbols);
    char[] table = new char[place(lengths, symbols, rootBits)];
    for (int root = 0; root < 1 << rootBits; root++) {
      table[root] = Vp8lPrefixCode.entry(places[root], longestBehind[root]);
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[symbol];
      char entry = Vp8lPrefixCode.entry(symbol, length);
      if (length > rootBits) {
        int root = codes[symbol] & ((1 << rootBits) - 1);
        int to = places[root] + (1 << (longestBehind[root] - rootBits));
        int from = places[root] + (codes[symbol] >> rootBits);
        repeat(table, from, to, 1 << (length - rootBits), entry);
      } else if (length > 0) {
        repeat(table, codes[symbol], 1 << rootBits, 1 << length, entry);
      }
    }
    return new Vp8lPrefixCode(table, rootBits);
  }

  private void assignCodes(byte[] lengths, int[] counts, int symbols) {
    next[1] = 0;
    for (int length = 2; length < next.length; length++) {
      next[length] = (next[length - 1] + counts[length - 1]) << 1;
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
      }
    }
  }

  /** Says where the second tables begin, each as long as its longest length asks for. */
  private int place(byte[] lengths, int symbols, int rootBits) {
    int roots = 1 << rootBits;
    Arrays.fill(longestBehind, 0);
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] > rootBits) {
        int root = codes[symbol] & (roots - 1);
        longestBehind[root] = Math.max(longestBehind[root], lengths[symbol]);
      }
    }
    int size = roots;
    for (int root = 0; root < roots; root++) {
      places[root] = size;
      if (longestBehind[root] > 0) {
        size += 1 << (longestBehind[root] - rootBits);
      }
    }
    return size;
  }

  /** Whatever bits follow a symbol's, they lead to it. */
  private static void repeat(char[] table, int from, int to, int step, char entry) {
    for (int i = from; i < to; i += step) {
      table[i] = entry;
    }
  }
}
