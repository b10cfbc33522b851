package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import org.jspecify.annotations.Nullable;

/** What the segments before a scan define for it. */
final class JpegTables {
  private static final int TABLES = 4;
  private static final int MAX_DC_BITS = 15;
  private static final int MAX_LOSSLESS_BITS = 16;

  private final int[] @Nullable [] quantizers;
  private final @Nullable HuffmanTable[] huffman;
  private final ArithmeticConditioning conditioning = new ArithmeticConditioning();
  private int restartInterval;

  JpegTables() {
    this(new int[TABLES][], new HuffmanTable[2 * TABLES]);
  }

  private JpegTables(int[] @Nullable [] quantizers, @Nullable HuffmanTable[] huffman) {
    this.quantizers = quantizers;
    this.huffman = huffman;
  }

  /** The tables for a stream that goes on with these; the rest begins anew with each stream. */
  JpegTables forNextStream() {
    return new JpegTables(quantizers.clone(), huffman.clone());
  }

  int[] @Nullable [] quantizers() {
    return quantizers;
  }

  ArithmeticConditioning conditioning() {
    return conditioning;
  }

  /** MCUs between two restart markers; 0 without any. */
  int restartInterval() {
    return restartInterval;
  }

  HuffmanTable dc(int number) throws ImageException {
    return find(number, 0).checkedForDc(MAX_DC_BITS);
  }

  /** A table for differences of samples. */
  HuffmanTable lossless(int number) throws ImageException {
    return find(number, 0).checkedForDc(MAX_LOSSLESS_BITS);
  }

  HuffmanTable ac(int number) throws ImageException {
    return find(number, TABLES).checked();
  }

  private HuffmanTable find(int number, int first) throws ImageException {
    HuffmanTable table = number < TABLES ? huffman[first + number] : null;
    if (table == null) {
      throw JpegInput.corrupt("a scan lacks its Huffman table");
    }
    return table;
  }

  /**
   * Defines the tables that Motion JPEG leaves out, where none are defined. They are those of ITU-T
   * T.81, annex K.3.
   */
  void addStandardHuffmanTables() {
    for (int i = 0; i < 2; i++) {
      huffman[i] = huffman[i] == null ? StandardTables.dc(i) : huffman[i];
      huffman[TABLES + i] =
          huffman[TABLES + i] == null ? StandardTables.ac(i) : huffman[TABLES + i];
    }
  }

  /**
   * Reads a segment behind its marker, if it defines something.
   *
   * @return whether it does
   */
  boolean read(int marker, JpegInput input) throws ImageException {
    switch (marker) {
      case JpegMarker.DQT -> readQuantizers(input);
      case JpegMarker.DHT -> HuffmanTable.read(input, input.u16() - 2, huffman);
      case JpegMarker.DAC -> conditioning.read(input);
      case JpegMarker.DRI -> readInterval(input);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readInterval(JpegInput input) throws ImageException {
    if (input.u16() != 4) {
      throw JpegInput.corrupt("its restart interval has a wrong length");
    }
    restartInterval = input.u16();
  }

  private void readQuantizers(JpegInput input) throws ImageException {
    int left = input.u16() - 2;
    while (left > 0) {
      int head = input.u8();
      boolean wide = head >> 4 != 0;
      if ((head & 15) >= TABLES) {
        throw JpegInput.corrupt("it has quantization table " + (head & 15));
      }
      int[] table = new int[64];
      for (int i = 0; i < 64; i++) {
        table[EntropyDecoder.NATURAL[i]] = wide ? input.u16() : input.u8();
      }
      quantizers[head & 15] = table;
      left -= wide ? 129 : 65;
    }
  }
}
