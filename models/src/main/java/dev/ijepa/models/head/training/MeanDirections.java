package dev.ijepa.models.head.training;

import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.UnitVectors;

/** The class means of labelled images. */
final class MeanDirections {
  private MeanDirections() {}

  /** The means of some rows: each image counts the same, however long its vector is. */
  static ClassMeans of(Examples examples, int[] rows) {
    int columns = examples.features().columns();
    double[][] sums = new double[examples.classCount()][columns];
    for (int row : rows) {
      double[] sum = sums[examples.classes()[row]];
      float[] unit = UnitVectors.of(examples.features().row(row));
      for (int column = 0; column < columns; column++) {
        sum[column] += unit[column];
      }
    }
    float[] means = new float[sums.length * columns];
    for (int k = 0; k < sums.length; k++) {
      System.arraycopy(unit(sums[k]), 0, means, k * columns, columns);
    }
    return new ClassMeans(columns, means);
  }

  private static float[] unit(double[] sum) {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double norm = Math.sqrt(squares);
    float[] unit = new float[sum.length];
    for (int i = 0; i < sum.length && norm > 0; i++) {
      unit[i] = (float) (sum[i] / norm);
    }
    return unit;
  }

  /** The distances of some rows from the nearest mean. */
  static float[] distances(ClassMeans means, FeatureMatrix features, int[] rows) {
    float[] distances = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      distances[i] = means.distance(features.row(rows[i]));
    }
    return distances;
  }
}
