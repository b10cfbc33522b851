package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** A Huffman code of a JPEG. Immutable. Source: ITU-T T.81, annex C. */
final class HuffmanTable {
  static final int MAX_BITS = 16;

  /** Codes up to this length are found at once. */
  static final int LOOK_AHEAD = 8;

  /** What {@link #lookUp} returns for longer codes. */
  static final int LONGER = 0;

  private static final int MAX_SYMBOLS = 256;

  private final int[] counts;
  private final byte[] symbols;

  /** The last code of each length; -1 if there is none. */
  private final int[] last = new int[MAX_BITS + 1];

  /** What is added to a code of a length to get the place of its symbol. */
  private final int[] offset = new int[MAX_BITS + 1];

  /** Length and symbol of the code that eight bits begin with. */
  private final short[] lookUp = new short[1 << LOOK_AHEAD];

  private final boolean valid;
  private final int largestSymbol;

  /**
   * @param counts how many codes there are of each length, from 1 to 16 at index 1 to 16
   * @param symbols of all codes, the shortest first; at most 256
   */
  HuffmanTable(int[] counts, byte[] symbols) {
    this.counts = counts;
    this.symbols = symbols;
    boolean fits = true;
    int code = 0;
    int place = 0;
    for (int length = 1; length <= MAX_BITS; length++) {
      offset[length] = place - code;
      last[length] = counts[length] == 0 ? -1 : code + counts[length] - 1;
      fillLookUp(length, code, place);
      code += counts[length];
      place += counts[length];
      // No code may be all ones.
      fits &= counts[length] == 0 || code < 1 << length;
      code <<= 1;
    }
    valid = fits;
    largestSymbol = largest(symbols);
  }

  private static int largest(byte[] symbols) {
    int largest = 0;
    for (byte symbol : symbols) {
      largest = Math.max(largest, symbol & 0xff);
    }
    return largest;
  }

  private void fillLookUp(int length, int first, int place) {
    if (length > LOOK_AHEAD) {
      return;
    }
    int each = 1 << (LOOK_AHEAD - length);
    for (int i = 0; i < counts[length] && (first + i + 1) * each <= lookUp.length; i++) {
      short entry = (short) (length << 8 | (symbols[place + i] & 0xff));
      Arrays.fill(lookUp, (first + i) * each, (first + i + 1) * each, entry);
    }
  }

  /**
   * Reads the tables of a DHT segment.
   *
   * @param length of the segment's data
   * @param tables gets them: of DC at 0 to 3, of AC at 4 to 7
   */
  static void read(JpegInput input, int length, HuffmanTable[] tables) throws ImageException {
    int left = length;
    while (left > MAX_BITS) {
      int index = input.u8();
      int[] counts = new int[MAX_BITS + 1];
      int total = 0;
      for (int i = 1; i <= MAX_BITS; i++) {
        counts[i] = input.u8();
        total += counts[i];
      }
      left -= 1 + MAX_BITS;
      if (total > MAX_SYMBOLS || total > left || (index & ~0x13) != 0) {
        throw invalid();
      }
      byte[] symbols = new byte[total];
      for (int i = 0; i < total; i++) {
        symbols[i] = (byte) input.u8();
      }
      left -= total;
      tables[(index >> 4) * 4 + (index & 3)] = new HuffmanTable(counts, symbols);
    }
    if (left != 0) {
      throw JpegInput.corrupt("its Huffman tables have a wrong length");
    }
  }

  /** Throws unless it is a code at all. */
  HuffmanTable checked() throws ImageException {
    if (!valid) {
      throw invalid();
    }
    return this;
  }

  private static ImageException invalid() {
    return JpegInput.corrupt("it has an invalid Huffman table");
  }

  /** Throws unless it is a code, of numbers of bits only. */
  HuffmanTable checkedForDc(int mostBits) throws ImageException {
    if (largestSymbol > mostBits) {
      throw invalid();
    }
    return checked();
  }

  /** Length (high byte) and symbol (low byte) of the code that these 8 bits begin with. */
  int lookUp(int bits) {
    return lookUp[bits];
  }

  /** Whether bits are a code of this length, if they are not one of a shorter length. */
  boolean contains(int code, int length) {
    return code <= last[length];
  }

  int symbol(int code, int length) {
    return symbols[code + offset[length]] & 0xff;
  }
}
