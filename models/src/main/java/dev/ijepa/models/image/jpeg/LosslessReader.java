package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads scans of lossless coding: each sample is told as the difference to a guess from those to
 * the left and above. Source: ITU-T T.81, annex H; libjpeg-turbo where a file breaks the rules.
 */
final class LosslessReader {
  private static final int SAMPLE_BITS = 8;
  private static final int MAX_PREDICTOR = 7;

  private final JpegFrame frame;
  private final JpegInput input;
  private final JpegTables tables;
  private final ImageGuard guard;

  LosslessReader(JpegFrame frame, JpegInput input, JpegTables tables, ImageGuard guard) {
    this.frame = frame;
    this.input = input;
    this.tables = tables;
    this.guard = guard;
    guard.reserveBytes(frame.bytes(false));
    frame.components().forEach(JpegComponent::allocateSamples);
  }

  /** Reads one scan, behind its header. */
  void read(JpegScan scan) throws ImageException {
    boolean known = scan.first() >= 1 && scan.first() <= MAX_PREDICTOR && scan.last() == 0;
    if (!known || scan.high() != 0 || scan.low() >= SAMPLE_BITS) {
      throw JpegInput.corrupt("a lossless scan has invalid parameters");
    }
    input.startScan();
    JpegBits bits = new JpegBits(input);
    List<LosslessComponent> parts = new ArrayList<>();
    for (JpegScan.Part part : scan.parts()) {
      parts.add(new LosslessComponent(part.component(), tables.lossless(part.dcTable()), scan));
    }
    boolean alone = parts.size() == 1;
    int columns = alone ? parts.get(0).columns() : frame.mcuColumns();
    int rows = alone ? parts.get(0).rows() : frame.mcuRows();
    int restartRows = restartRows(columns);
    for (int row = 0; row < rows; row++) {
      guard.checkTime();
      if (restartRows > 0 && row > 0 && row % restartRows == 0) {
        bits.restart();
        parts.forEach(LosslessComponent::restart);
      }
      readRow(parts, row, alone, columns, bits);
    }
  }

  /** Rows between two restart markers; 0 without any. */
  private int restartRows(int columns) throws ImageException {
    if (tables.restartInterval() % columns != 0) {
      throw JpegInput.corrupt("a restart interval of a lossless scan is not of whole rows");
    }
    return tables.restartInterval() / columns;
  }

  private static void readRow(
      List<LosslessComponent> parts, int row, boolean alone, int columns, JpegBits bits)
      throws ImageException {
    boolean exhausted = bits.isExhausted();
    for (LosslessComponent part : parts) {
      part.startRow(exhausted);
    }
    for (int column = 0; !exhausted && column < columns; column++) {
      for (LosslessComponent part : parts) {
        part.readMcu(column, alone, bits);
      }
    }
    for (LosslessComponent part : parts) {
      part.finishRow(row, alone);
    }
  }
}
