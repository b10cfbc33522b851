package dev.ijepa.models.head.training;

import java.util.Locale;

/** Features of a set of images: one row for each. Shape [rows, columns], float32. */
public final class FeatureMatrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  /**
   * Wraps an array, which is not copied.
   *
   * @param columns number of features of an image, at least 1
   * @param values row-major
   * @throws IllegalArgumentException if the values are no whole number of rows
   */
  public FeatureMatrix(int columns, float[] values) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values are no rows of %d", values.length, columns));
    }
    this.rows = values.length / columns;
    this.columns = columns;
    this.values = values;
  }

  /** The number of images. */
  public int rows() {
    return rows;
  }

  /** The number of features of an image. */
  public int columns() {
    return columns;
  }

  /** One value. */
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of one row. */
  public float[] row(int row) {
    float[] copy = new float[columns];
    copyRow(row, copy, 0);
    return copy;
  }

  /** Copies one row into an array, from {@code offset} on. */
  void copyRow(int row, float[] target, int offset) {
    System.arraycopy(values, row * columns, target, offset, columns);
  }

  /** The mean of some rows, summed in double. Shape [columns]. */
  double[] mean(int[] of) {
    double[] mean = new double[columns];
    for (int row : of) {
      for (int column = 0; column < columns; column++) {
        mean[column] += values[row * columns + column];
      }
    }
    for (int column = 0; column < columns; column++) {
      mean[column] /= of.length;
    }
    return mean;
  }
}
