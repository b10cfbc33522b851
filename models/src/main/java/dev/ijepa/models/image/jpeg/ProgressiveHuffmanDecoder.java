package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** Huffman coding of some coefficients, or of one bit more of them. Source: ITU-T T.81, annex G. */
final class ProgressiveHuffmanDecoder extends EntropyDecoder {
  private final JpegBits bits;
  private final JpegScan scan;
  private final HuffmanTable[] tables;
  private final int[] lastDc;

  /** Blocks that have no more new coefficients, from the next one on. */
  private int emptyBlocks;

  ProgressiveHuffmanDecoder(JpegInput input, JpegTables all, JpegScan scan) throws ImageException {
    super(all.restartInterval());
    this.scan = scan;
    bits = new JpegBits(input);
    tables = new HuffmanTable[scan.isDc() && scan.refines() ? 0 : scan.parts().size()];
    lastDc = new int[scan.parts().size()];
    for (int i = 0; i < tables.length; i++) {
      JpegScan.Part part = scan.parts().get(i);
      tables[i] = scan.isDc() ? all.dc(part.dcTable()) : all.ac(part.acTable());
    }
  }

  @Override
  void restart() throws ImageException {
    bits.restart();
    Arrays.fill(lastDc, 0);
    emptyBlocks = 0;
  }

  @Override
  boolean isExhausted() {
    return bits.isExhausted();
  }

  @Override
  void decode(int part, short[] coefficients, int at) throws ImageException {
    if (scan.isDc()) {
      decodeDc(part, coefficients, at);
    } else if (scan.refines()) {
      refineAc(coefficients, at);
    } else {
      decodeAc(coefficients, at);
    }
  }

  private void decodeDc(int part, short[] coefficients, int at) throws ImageException {
    if (scan.refines()) {
      coefficients[at] |= (short) (bits.read(1) << scan.low());
      return;
    }
    int size = bits.readSymbol(tables[part]);
    lastDc[part] += size == 0 ? 0 : bits.readSigned(size);
    coefficients[at] = (short) (lastDc[part] << scan.low());
  }

  private void decodeAc(short[] coefficients, int at) throws ImageException {
    if (emptyBlocks > 0) {
      emptyBlocks--;
      return;
    }
    for (int k = scan.first(); k <= scan.last(); k++) {
      int symbol = bits.readSymbol(tables[0]);
      int zeros = symbol >> 4;
      int size = symbol & 15;
      if (size != 0) {
        k += zeros;
        coefficients[at + NATURAL[k]] = (short) (bits.readSigned(size) << scan.low());
      } else if (zeros == 15) {
        k += 15;
      } else {
        emptyBlocks = readEmptyBlocks(zeros) - 1;
        return;
      }
    }
  }

  private int readEmptyBlocks(int count) throws ImageException {
    return (1 << count) + (count == 0 ? 0 : bits.read(count));
  }

  private void refineAc(short[] coefficients, int at) throws ImageException {
    int k = scan.first();
    while (emptyBlocks == 0 && k <= scan.last()) {
      int symbol = bits.readSymbol(tables[0]);
      int zeros = symbol >> 4;
      boolean isNew = (symbol & 15) != 0;
      if (!isNew && zeros != 15) {
        emptyBlocks = readEmptyBlocks(zeros);
        break;
      }
      int value = isNew ? (bits.read(1) == 1 ? 1 : -1) << scan.low() : 0;
      k = refine(coefficients, at, k, zeros);
      if (isNew) {
        coefficients[at + NATURAL[k]] = (short) value;
      }
      k++;
    }
    if (emptyBlocks > 0) {
      refine(coefficients, at, k, 64);
      emptyBlocks--;
    }
  }

  /** Refines coefficients that are not zero, up to the zero behind so many zeros. */
  private int refine(short[] coefficients, int at, int from, int zeros) throws ImageException {
    int bit = 1 << scan.low();
    int left = zeros;
    int k = from;
    for (; k <= scan.last(); k++) {
      int i = at + NATURAL[k];
      if (coefficients[i] == 0) {
        if (left == 0) {
          break;
        }
        left--;
      } else if (bits.read(1) == 1 && (coefficients[i] & bit) == 0) {
        coefficients[i] += (short) (coefficients[i] >= 0 ? bit : -bit);
      }
    }
    return k;
  }
}
