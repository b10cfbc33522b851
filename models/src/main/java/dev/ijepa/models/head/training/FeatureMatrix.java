package dev.ijepa.models.head.training;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Features of a set of images: one row for each. Shape [rows, columns], float32.
 *
 * <p>Rows of a file are mapped and not read, so that they take no heap.
 */
public final class FeatureMatrix {
  private static final int MOST_BYTES_OF_PART = 1 << 30;

  private final int columns;
  // Where each row lies: a buffer holds at most 2 GiB.
  private final int[] rows;
  private final FloatBuffer[] parts;
  private final int rowsOfPart;

  private FeatureMatrix(int columns, int[] rows, FloatBuffer[] parts, int rowsOfPart) {
    this.columns = columns;
    this.rows = rows;
    this.parts = parts;
    this.rowsOfPart = rowsOfPart;
  }

  /**
   * Wraps an array, which is not copied.
   *
   * @param columns number of features of an image, at least 1
   * @param values row-major
   * @throws IllegalArgumentException if the values are no whole number of rows
   */
  public FeatureMatrix(int columns, float[] values) {
    this(
        columns,
        IntStream.range(0, rows(columns, values)).toArray(),
        new FloatBuffer[] {FloatBuffer.wrap(values)},
        Math.max(1, rows(columns, values)));
  }

  private static int rows(int columns, float[] values) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values are no rows of %d", values.length, columns));
    }
    return values.length / columns;
  }

  /**
   * Maps rows of a file: little-endian float32, row-major. The channel may be closed afterwards.
   *
   * @param offset of the first byte
   * @param rows number of rows that the file has there
   */
  public static FeatureMatrix map(FileChannel file, long offset, int rows, int columns)
      throws IOException {
    long rowBytes = (long) columns * Float.BYTES;
    int rowsOfPart = (int) Math.max(1, MOST_BYTES_OF_PART / rowBytes);
    FloatBuffer[] parts = new FloatBuffer[(int) (((long) rows + rowsOfPart - 1) / rowsOfPart)];
    for (int part = 0; part < parts.length; part++) {
      long first = (long) part * rowsOfPart;
      long count = Math.min(rowsOfPart, rows - first);
      parts[part] =
          file.map(MapMode.READ_ONLY, offset + first * rowBytes, count * rowBytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
    return new FeatureMatrix(columns, IntStream.range(0, rows).toArray(), parts, rowsOfPart);
  }

  /** Some of the rows, in the order given. Nothing is copied. */
  public FeatureMatrix only(int[] some) {
    return new FeatureMatrix(
        columns, IntStream.of(some).map(row -> rows[row]).toArray(), parts, rowsOfPart);
  }

  /** The number of images. */
  public int rows() {
    return rows.length;
  }

  /** The number of features of an image. */
  public int columns() {
    return columns;
  }

  /** One value. */
  public float get(int row, int column) {
    return parts[rows[row] / rowsOfPart].get(start(row) + column);
  }

  /** A copy of one row. */
  public float[] row(int row) {
    float[] copy = new float[columns];
    copyRow(row, copy, 0);
    return copy;
  }

  /** Copies one row into an array, from {@code offset} on. Much faster than value by value. */
  public void copyRow(int row, float[] target, int offset) {
    parts[rows[row] / rowsOfPart].get(start(row), target, offset, columns);
  }

  private int start(int row) {
    return rows[row] % rowsOfPart * columns;
  }

  /** The mean of some rows, summed in double. Shape [columns]. */
  double[] mean(int[] of) {
    double[] mean = new double[columns];
    float[] values = new float[columns];
    for (int row : of) {
      copyRow(row, values, 0);
      for (int column = 0; column < columns; column++) {
        mean[column] += values[column];
      }
    }
    for (int column = 0; column < columns; column++) {
      mean[column] /= of.length;
    }
    return mean;
  }
}
