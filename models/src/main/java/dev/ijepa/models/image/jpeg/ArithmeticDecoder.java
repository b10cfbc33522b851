package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;
import java.util.List;

/**
 * Arithmetic coding, of all coefficients at once or of some. Source: ITU-T T.81, annexes F.2.4 and
 * G.2; libjpeg where a file breaks the rules: it decodes no further then, up to the next restart.
 */
final class ArithmeticDecoder extends EntropyDecoder {
  private static final int DC_BINS = 64;
  private static final int AC_BINS = 256;
  private static final int TABLES = 16;

  /** Bins of the magnitudes of DC differences, and of coefficients of low and high frequency. */
  private static final int DC_MAGNITUDE = 20;

  private static final int LOW_MAGNITUDE = 189;
  private static final int HIGH_MAGNITUDE = 217;

  /** From a bin of a magnitude's category to that of its bits. */
  private static final int TO_BITS = 14;

  private static final int MAX_MAGNITUDE = 0x8000;
  private static final int OVERFLOW = -1;

  private final JpegInput input;
  private final QmDecoder qm;
  private final JpegScan scan;
  private final boolean progressive;
  private final ArithmeticConditioning conditioning;
  private final byte[][] dcBins = new byte[TABLES][];
  private final byte[][] acBins = new byte[TABLES][];
  private final byte[] evenOdds = {QmDecoder.EVEN_ODDS};
  private final int[] lastDc;
  private final int[] contexts;
  private boolean broken;

  ArithmeticDecoder(JpegInput input, JpegTables tables, JpegScan scan, boolean progressive) {
    super(tables.restartInterval());
    this.input = input;
    this.scan = scan;
    this.progressive = progressive;
    qm = new QmDecoder(input);
    conditioning = tables.conditioning();
    lastDc = new int[scan.parts().size()];
    contexts = new int[scan.parts().size()];
    clear();
  }

  private void clear() {
    List<JpegScan.Part> parts = scan.parts();
    for (JpegScan.Part part : parts) {
      dcBins[part.dcTable()] = new byte[DC_BINS];
      acBins[part.acTable()] = new byte[AC_BINS];
    }
    Arrays.fill(lastDc, 0);
    Arrays.fill(contexts, 0);
    broken = false;
  }

  @Override
  void restart() throws ImageException {
    input.passRestart();
    clear();
    qm.restart();
  }

  @Override
  boolean isExhausted() {
    return broken;
  }

  @Override
  void decode(int part, short[] coefficients, int at) throws ImageException {
    if (broken) {
      return;
    }
    if (!progressive) {
      if (decodeDc(part)) {
        coefficients[at] = (short) lastDc[part];
        decodeAc(part, coefficients, at, 1, 63);
      }
    } else if (scan.isDc()) {
      decodeProgressiveDc(part, coefficients, at);
    } else if (scan.refines()) {
      refineAc(coefficients, at);
    } else {
      decodeAc(0, coefficients, at, scan.first(), scan.last());
    }
  }

  private void decodeProgressiveDc(int part, short[] coefficients, int at) throws ImageException {
    if (scan.refines()) {
      if (qm.decide(evenOdds, 0)) {
        coefficients[at] |= (short) (1 << scan.low());
      }
    } else if (decodeDc(part)) {
      coefficients[at] = (short) (lastDc[part] << scan.low());
    }
  }

  /** Decodes the next DC value of a component; false if that fails. */
  private boolean decodeDc(int part) throws ImageException {
    int table = scan.parts().get(part).dcTable();
    byte[] bins = dcBins[table];
    int bin = contexts[part];
    if (!qm.decide(bins, bin)) {
      contexts[part] = 0;
      return true;
    }
    int sign = qm.decide(bins, bin + 1) ? 1 : 0;
    bin += 2 + sign;
    int magnitude = 0;
    if (qm.decide(bins, bin)) {
      bin = DC_MAGNITUDE;
      for (magnitude = 1; qm.decide(bins, bin); bin++) {
        magnitude <<= 1;
        if (magnitude == MAX_MAGNITUDE) {
          broken = true;
          return false;
        }
      }
    }
    contexts[part] = conditioning.context(table, magnitude, sign);
    int value = readBits(bins, bin + TO_BITS, magnitude);
    lastDc[part] = (lastDc[part] + (sign == 1 ? -value : value)) & 0xffff;
    return true;
  }

  /** The number whose highest bit is given, and one more. */
  private int readBits(byte[] bins, int bin, int highest) throws ImageException {
    int value = highest;
    for (int bit = highest >> 1; bit > 0; bit >>= 1) {
      value |= qm.decide(bins, bin) ? bit : 0;
    }
    return value + 1;
  }

  private void decodeAc(int part, short[] coefficients, int at, int first, int last)
      throws ImageException {
    int table = scan.parts().get(part).acTable();
    byte[] bins = acBins[table];
    for (int k = first; k <= last; k++) {
      if (qm.decide(bins, 3 * (k - 1))) {
        return;
      }
      while (!qm.decide(bins, 3 * (k - 1) + 1)) {
        k++;
        if (k > last) {
          broken = true;
          return;
        }
      }
      boolean negative = qm.decide(evenOdds, 0);
      int value = readMagnitude(table, k);
      if (value == OVERFLOW) {
        broken = true;
        return;
      }
      coefficients[at + NATURAL[k]] = (short) ((negative ? -value : value) << lowBit());
    }
  }

  private int lowBit() {
    return progressive ? scan.low() : 0;
  }

  private int readMagnitude(int table, int k) throws ImageException {
    byte[] bins = acBins[table];
    int bin = 3 * (k - 1) + 2;
    int magnitude = 0;
    if (qm.decide(bins, bin)) {
      magnitude = 1;
      if (qm.decide(bins, bin)) {
        bin = conditioning.isLow(table, k) ? LOW_MAGNITUDE : HIGH_MAGNITUDE;
        for (magnitude = 2; qm.decide(bins, bin); bin++) {
          magnitude <<= 1;
          if (magnitude == MAX_MAGNITUDE) {
            return OVERFLOW;
          }
        }
      }
    }
    return readBits(bins, bin + TO_BITS, magnitude);
  }

  private void refineAc(short[] coefficients, int at) throws ImageException {
    byte[] bins = acBins[scan.parts().get(0).acTable()];
    int bit = 1 << scan.low();
    int lastKnown = scan.last();
    while (lastKnown > 0 && coefficients[at + NATURAL[lastKnown]] == 0) {
      lastKnown--;
    }
    for (int k = scan.first(); k <= scan.last(); k++) {
      if (k > lastKnown && qm.decide(bins, 3 * (k - 1))) {
        return;
      }
      while (!refine(bins, k, coefficients, at + NATURAL[k], bit)) {
        k++;
        if (k > scan.last()) {
          broken = true;
          return;
        }
      }
    }
  }

  /** Refines one coefficient; false if it stays zero. */
  private boolean refine(byte[] bins, int k, short[] coefficients, int i, int bit)
      throws ImageException {
    int bin = 3 * (k - 1);
    if (coefficients[i] != 0) {
      if (qm.decide(bins, bin + 2)) {
        coefficients[i] += (short) (coefficients[i] < 0 ? -bit : bit);
      }
      return true;
    }
    if (!qm.decide(bins, bin + 1)) {
      return false;
    }
    coefficients[i] = (short) (qm.decide(evenOdds, 0) ? -bit : bit);
    return true;
  }
}
