package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.List;

/** Reads scans into the coefficients of a frame, and makes samples of these. */
final class ScanReader {
  private final JpegFrame frame;
  private final JpegInput input;
  private final JpegTables tables;
  private final ImageGuard guard;
  private final boolean whole;
  private final Progression progression;
  private final InverseDct dct = new InverseDct();

  /**
   * Allocates what the frame needs.
   *
   * @param whole whether one scan tells all: then only one row of MCUs is kept as coefficients
   */
  ScanReader(JpegFrame frame, JpegInput input, JpegTables tables, ImageGuard guard, boolean whole) {
    this.frame = frame;
    this.input = input;
    this.tables = tables;
    this.guard = guard;
    this.whole = whole;
    this.progression = new Progression(frame.components().size());
    guard.reserveBytes(frame.bytes(!whole));
    for (JpegComponent component : frame.components()) {
      component.allocateSamples();
      component.allocateCoefficients(!whole);
    }
  }

  /** Reads one scan, behind its header. */
  void read(JpegScan scan) throws ImageException {
    if (frame.isProgressive()) {
      scan.requireProgressive();
      progression.add(scan);
    }
    for (JpegScan.Part part : scan.parts()) {
      part.component().quantize(tables.quantizers());
    }
    input.startScan();
    EntropyDecoder decoder = decoder(scan);
    for (int row = 0; row < frame.mcuRows(); row++) {
      guard.checkTime();
      if (scan.parts().size() == 1) {
        readBlocks(scan.parts().get(0).component(), row, decoder);
      } else {
        readMcus(scan.parts(), row, decoder);
      }
      if (whole) {
        transformAndClear(row);
      }
    }
  }

  private EntropyDecoder decoder(JpegScan scan) throws ImageException {
    if (frame.isArithmetic()) {
      return new ArithmeticDecoder(input, tables, scan, frame.isProgressive());
    }
    return frame.isProgressive()
        ? new ProgressiveHuffmanDecoder(input, tables, scan)
        : new HuffmanDecoder(input, tables, scan);
  }

  /** Reads the blocks of the only component of a scan, which are all that the image needs. */
  private void readBlocks(JpegComponent component, int mcuRow, EntropyDecoder decoder)
      throws ImageException {
    int from = mcuRow * component.down();
    int to = Math.min(from + component.down(), component.rows());
    for (int row = from; row < to; row++) {
      for (int column = 0; column < component.columns(); column++) {
        if (startMcu(mcuRow, decoder)) {
          decoder.decode(0, component.coefficients(), component.block(row, column));
        }
      }
    }
  }

  private void readMcus(List<JpegScan.Part> parts, int mcuRow, EntropyDecoder decoder)
      throws ImageException {
    for (int mcuColumn = 0; mcuColumn < frame.mcuColumns(); mcuColumn++) {
      if (startMcu(mcuRow, decoder)) {
        for (int part = 0; part < parts.size(); part++) {
          JpegComponent component = parts.get(part).component();
          readMcu(part, component, mcuRow, mcuColumn, decoder);
        }
      }
    }
  }

  private static void readMcu(
      int part, JpegComponent component, int mcuRow, int mcuColumn, EntropyDecoder decoder)
      throws ImageException {
    for (int y = 0; y < component.down(); y++) {
      for (int x = 0; x < component.across(); x++) {
        int row = mcuRow * component.down() + y;
        int column = mcuColumn * component.across() + x;
        decoder.decode(part, component.coefficients(), component.block(row, column));
      }
    }
  }

  /** Whether there is data for an MCU. */
  private boolean startMcu(int mcuRow, EntropyDecoder decoder) throws ImageException {
    // Arithmetic data never counts as ended: behind it there are zeros.
    if (frame.isArithmetic() || !decoder.isExhausted()) {
      progression.goesOn(mcuRow);
    }
    decoder.startMcu();
    return !decoder.isExhausted();
  }

  private void transformAndClear(int mcuRow) {
    for (JpegComponent component : frame.components()) {
      int from = mcuRow * component.down();
      component.transform(from, from + component.down(), dct);
      component.clear();
    }
  }

  /** Makes samples of all coefficients, once all scans are read. */
  void transform() throws ImageException {
    boolean smooths = BlockSmoothing.applies(frame, progression);
    BlockSmoothing smoothing = new BlockSmoothing(frame, progression, dct);
    for (int row = 0; row < frame.mcuRows(); row++) {
      guard.checkTime();
      for (int i = 0; i < frame.components().size(); i++) {
        JpegComponent component = frame.components().get(i);
        if (smooths) {
          smoothing.transform(i, row);
        } else {
          int from = row * component.down();
          component.transform(from, from + component.down(), dct);
        }
      }
    }
  }
}
