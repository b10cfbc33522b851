package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One component of a frame: its sampling, the coefficients of its blocks of 8×8 samples, and the
 * samples. Blocks are filled up to whole MCUs to the right and below.
 */
final class JpegComponent {
  static final int BLOCK = 8;
  static final int BLOCK_AREA = 64;

  private final int id;
  private final int across;
  private final int down;
  private final int quantizer;
  private int unit = BLOCK;
  private int width;
  private int height;
  private int columns;
  private int rows;
  private int storedColumns;
  private int storedRows;

  /** Rows of blocks whose coefficients are kept at a time. */
  private int keptRows;

  private short[] coefficients = {};
  private byte[] samples = {};
  private int @Nullable [] steps;

  /**
   * @param id as scans call it
   * @param across samples of an MCU across, 1 to 4
   * @param down samples of an MCU down, 1 to 4
   * @param quantizer the number of its quantization table
   */
  JpegComponent(int id, int across, int down, int quantizer) {
    this.id = id;
    this.across = across;
    this.down = down;
    this.quantizer = quantizer;
  }

  /**
   * Tells the size of the frame, once all components are known.
   *
   * @param frameUnit samples of a side of what is coded as one: of a block, or 1 in lossless coding
   */
  void fit(int frameWidth, int frameHeight, int mostAcross, int mostDown, int frameUnit) {
    unit = frameUnit;
    width = ceilDiv((long) frameWidth * across, mostAcross);
    height = ceilDiv((long) frameHeight * down, mostDown);
    columns = ceilDiv(width, unit);
    rows = ceilDiv(height, unit);
    storedColumns = ceilDiv(columns, across) * across;
    storedRows = ceilDiv(rows, down) * down;
  }

  private static int ceilDiv(long value, int divisor) {
    return (int) ((value + divisor - 1) / divisor);
  }

  int id() {
    return id;
  }

  /** Blocks of an MCU across. */
  int across() {
    return across;
  }

  /** Blocks of an MCU down. */
  int down() {
    return down;
  }

  int quantizer() {
    return quantizer;
  }

  /** Columns of samples. */
  int width() {
    return width;
  }

  /** Rows of samples. */
  int height() {
    return height;
  }

  /** Columns of blocks, or of samples in lossless coding. */
  int columns() {
    return columns;
  }

  /** Rows of blocks, or of samples in lossless coding. */
  int rows() {
    return rows;
  }

  /** How many samples it keeps, and how many coefficients if all are kept. */
  long area() {
    return (long) storedColumns * storedRows * unit * unit;
  }

  /**
   * Bytes of the coefficients; of the differences in lossless coding.
   *
   * @param all whether all coefficients are kept; else those of one row of MCUs
   */
  long coefficientBytes(boolean all) {
    if (unit == 1) {
      // Differences are ints, and beside a row of MCUs there are the one above and the one in work.
      return 4L * (down + 2) * storedColumns;
    }
    return 2L * storedColumns * (all ? storedRows : down) * BLOCK_AREA;
  }

  /** Allocates the samples. */
  void allocateSamples() {
    samples = new byte[(int) area()];
  }

  /**
   * Allocates the coefficients.
   *
   * @param all whether all coefficients are kept; else those of one row of MCUs
   */
  void allocateCoefficients(boolean all) {
    keptRows = all ? storedRows : down;
    coefficients = new short[storedColumns * keptRows * BLOCK_AREA];
  }

  /** Where the coefficients of a block begin. */
  int block(int row, int column) {
    return (row % keptRows * storedColumns + column) * BLOCK_AREA;
  }

  /** Coefficients of all blocks that are kept, each in natural order. */
  short[] coefficients() {
    return coefficients;
  }

  byte[] samples() {
    return samples;
  }

  /** Samples from one row to the next. */
  int stride() {
    return storedColumns * unit;
  }

  /** The quantization table in natural order, as it was before the component's first scan. */
  int @Nullable [] steps() {
    return steps;
  }

  /** Takes the table before a scan of this component, unless it has one. */
  void quantize(int[] @Nullable [] tables) throws ImageException {
    if (steps != null) {
      return;
    }
    int[] table = quantizer < tables.length ? tables[quantizer] : null;
    if (table == null) {
      throw JpegInput.corrupt("it lacks a quantization table");
    }
    steps = table.clone();
  }

  /** Makes samples of the blocks of some rows; those without a table are gray. */
  void transform(int fromRow, int toRow, InverseDct dct) {
    int[] used = steps == null ? new int[BLOCK_AREA] : steps;
    for (int row = fromRow; row < Math.min(toRow, rows); row++) {
      for (int column = 0; column < columns; column++) {
        transform(row, column, coefficients, block(row, column), used, dct);
      }
    }
  }

  /** Makes samples of one block whose coefficients are given. */
  void transform(int row, int column, short[] from, int at, int[] table, InverseDct dct) {
    dct.transform(from, at, table, samples, (row * stride() + column) * BLOCK, stride());
  }

  /** Sets the coefficients to zero, for the next row of MCUs. */
  void clear() {
    Arrays.fill(coefficients, (short) 0);
  }
}
