package dev.ijepa.models.head;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A matrix whose products with vectors are fast. Its rows lie in blocks, each stored column by
 * column, so that the processor adds up several rows at a time. Immutable; safe for use by many
 * threads.
 *
 * <p>Products are float32, summed in runs of 128 columns. So the rounding grows with the length of
 * a run and the number of runs, and not with the number of columns.
 */
final class RowBlocks {
  private static final int ROWS = 1024;
  private static final int RUN = 128;

  /** The largest relative error of one operation in float32. */
  private static final double ROUNDING = 0x1p-24;

  private final int rows;
  private final int columns;
  private final float[][] blocks;

  /**
   * Copies a matrix.
   *
   * @param columns at least 1
   * @param values row-major
   */
  RowBlocks(int columns, float[] values) {
    this.rows = values.length / columns;
    this.columns = columns;
    this.blocks = new float[(rows + ROWS - 1) / ROWS][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = block(values, block * ROWS, rowsOf(block));
    }
  }

  private float[] block(float[] values, int first, int count) {
    float[] block = new float[Math.multiplyExact(count, columns)];
    for (int row = 0; row < count; row++) {
      int start = (first + row) * columns;
      for (int column = 0; column < columns; column++) {
        block[column * count + row] = values[start + column];
      }
    }
    return block;
  }

  private int rowsOf(int block) {
    return Math.min(ROWS, rows - block * ROWS);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  float get(int row, int column) {
    int block = row / ROWS;
    return blocks[block][column * rowsOf(block) + row % ROWS];
  }

  /** A copy. Shape [rows, columns], row-major. */
  float[] values() {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] = get(row, column);
      }
    }
    return values;
  }

  /**
   * Adds the product of each row with a vector to a sum.
   *
   * @param vector shape [columns]
   * @param sums shape [rows]
   * @throws IllegalArgumentException if the vector is of another dimension
   */
  void addProducts(float[] vector, float[] sums) {
    requireColumns(vector);
    float[] run = new float[Math.min(ROWS, rows)];
    for (int block = 0; block < blocks.length; block++) {
      int count = rowsOf(block);
      for (int from = 0; from < columns; from += RUN) {
        addRun(blocks[block], count, vector, from, run);
        for (int row = 0; row < count; row++) {
          sums[block * ROWS + row] += run[row];
          run[row] = 0;
        }
      }
    }
  }

  private void addRun(float[] block, int count, float[] vector, int from, float[] run) {
    int to = Math.min(columns, from + RUN);
    for (int column = from; column < to; column++) {
      float x = vector[column];
      int start = column * count;
      for (int row = 0; row < count; row++) {
        run[row] += x * block[start + row];
      }
    }
  }

  /** The product of one row with a vector, summed in double. */
  double product(int row, float[] vector) {
    requireColumns(vector);
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      sum += (double) get(row, column) * vector[column];
    }
    return sum;
  }

  /** By how much a product in float32 may be wrong if the row and the vector have length 1. */
  double roundingOfCosines() {
    return (RUN + (double) columns / RUN + 4) * ROUNDING;
  }

  private void requireColumns(float[] vector) {
    if (vector.length != columns) {
      throw new IllegalArgumentException(
          "a head for " + columns + " features got " + vector.length);
    }
  }

  /** Adds all values to a hash, row by row. */
  void hash(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.allocate(columns * Float.BYTES);
    for (int row = 0; row < rows; row++) {
      bytes.clear();
      for (int column = 0; column < columns; column++) {
        bytes.putFloat(get(row, column));
      }
      digest.update(bytes.flip());
    }
  }
}
