package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** Huffman coding of all coefficients at once. Source: ITU-T T.81, annex F.2. */
final class HuffmanDecoder extends EntropyDecoder {
  private final JpegBits bits;
  private final HuffmanTable[] dc;
  private final HuffmanTable[] ac;
  private final int[] lastDc;

  HuffmanDecoder(JpegInput input, JpegTables tables, JpegScan scan) throws ImageException {
    super(tables.restartInterval());
    int parts = scan.parts().size();
    bits = new JpegBits(input);
    dc = new HuffmanTable[parts];
    ac = new HuffmanTable[parts];
    lastDc = new int[parts];
    for (int i = 0; i < parts; i++) {
      dc[i] = tables.dc(scan.parts().get(i).dcTable());
      ac[i] = tables.ac(scan.parts().get(i).acTable());
    }
  }

  @Override
  void restart() throws ImageException {
    bits.restart();
    Arrays.fill(lastDc, 0);
  }

  @Override
  boolean isExhausted() {
    return bits.isExhausted();
  }

  @Override
  void decode(int part, short[] coefficients, int at) throws ImageException {
    int size = bits.readSymbol(dc[part]);
    lastDc[part] += size == 0 ? 0 : bits.readSigned(size);
    coefficients[at] = (short) lastDc[part];
    for (int k = 1; k < 64; k++) {
      int symbol = bits.readSymbol(ac[part]);
      int zeros = symbol >> 4;
      size = symbol & 15;
      if (size != 0) {
        k += zeros;
        coefficients[at + NATURAL[k]] = (short) bits.readSigned(size);
      } else if (zeros == 15) {
        k += 15;
      } else {
        return;
      }
    }
  }
}
