package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/**
 * The lengths of prefix codes as a file tells them, one code after the other. Source: RFC 9649,
 * section 3.7.2.1.
 */
final class Vp8lCodeLengths {
  /** The most bits of a symbol. */
  static final int MAX_LENGTH = 15;

  /** 256 levels, 24 lengths of copies, 2048 colours of the cache. */
  private static final int MAX_SYMBOLS = 256 + 24 + 2048;

  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int REPEAT_LAST = 16;
  private static final int REPEAT_ZERO = 17;

  private final Vp8lBitReader bits;
  private final byte[] lengths = new byte[MAX_SYMBOLS];
  private final int[] counts = new int[MAX_LENGTH + 1];
  private final Vp8lCodeTables tables = new Vp8lCodeTables(MAX_SYMBOLS);
  private int symbols;
  private int used;

  Vp8lCodeLengths(Vp8lBitReader bits) {
    this.bits = bits;
  }

  /**
   * Reads the lengths of an alphabet.
   *
   * @throws ImageException CORRUPT if they are not a complete code, or if the data ends before
   */
  void read(int alphabet) throws ImageException {
    if (bits.readFlag()) {
      readSimple();
    } else {
      readLengthsOfLengths();
      check();
      readNormal(toCode(), alphabet);
    }
    bits.checkEnd();
    symbols = alphabet;
    check();
  }

  /** One or two symbols of one bit. One that is not in the alphabet is as if it were not there. */
  private void readSimple() {
    Arrays.fill(lengths, (byte) 0);
    boolean two = bits.readFlag();
    lengths[bits.read(bits.readFlag() ? 8 : 1)] = 1;
    if (two) {
      lengths[bits.read(8)] = 1;
    }
  }

  private void readLengthsOfLengths() {
    Arrays.fill(lengths, (byte) 0);
    int told = bits.read(4) + 4;
    for (int i = 0; i < told; i++) {
      lengths[LENGTH_ORDER[i]] = (byte) bits.read(3);
    }
    symbols = LENGTH_ORDER.length;
  }

  private void readNormal(Vp8lPrefixCode code, int alphabet) throws ImageException {
    int left = alphabet;
    if (bits.readFlag()) {
      left = 2 + bits.read(2 + 2 * bits.read(3));
      if (left > alphabet) {
        throw Vp8lDecoder.corrupt("a code has more lengths than symbols");
      }
    }
    Arrays.fill(lengths, (byte) 0);
    byte last = 8;
    for (int symbol = 0; symbol < alphabet && left > 0; left--) {
      int told = code.read(bits);
      if (told < REPEAT_LAST) {
        lengths[symbol++] = (byte) told;
        last = told == 0 ? last : (byte) told;
        continue;
      }
      int times = readTimes(told);
      if (times > alphabet - symbol) {
        throw Vp8lDecoder.corrupt("a code has more lengths than symbols");
      }
      if (told == REPEAT_LAST) {
        Arrays.fill(lengths, symbol, symbol + times, last);
      }
      symbol += times;
    }
  }

  private int readTimes(int told) {
    if (told == REPEAT_LAST) {
      return 3 + bits.read(2);
    }
    return told == REPEAT_ZERO ? 3 + bits.read(3) : 11 + bits.read(7);
  }

  /** Each row of bits must lead to one symbol; but a single symbol may have any length. */
  private void check() throws ImageException {
    Arrays.fill(counts, 0);
    for (int symbol = 0; symbol < symbols; symbol++) {
      counts[lengths[symbol]]++;
    }
    used = symbols - counts[0];
    int covered = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      covered += counts[length] << (MAX_LENGTH - length);
    }
    if (used != 1 && covered != 1 << MAX_LENGTH) {
      throw Vp8lDecoder.corrupt("a code is incomplete, or has too many symbols");
    }
  }

  /** The code of the lengths that were read. */
  Vp8lPrefixCode toCode() {
    if (used > 1) {
      return tables.make(lengths, counts, symbols);
    }
    int only = 0;
    while (lengths[only] == 0) {
      only++;
    }
    return Vp8lCodeTables.constant(only);
  }
}
