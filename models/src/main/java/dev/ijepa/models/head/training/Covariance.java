package dev.ijepa.models.head.training;

import java.util.Arrays;

/** How the features of some images vary together. Shape [columns, columns], in double. */
final class Covariance {
  private final int columns;
  private final double[] values;

  private Covariance(int columns, double[] values) {
    this.columns = columns;
    this.values = values;
  }

  /** The covariance of some rows around their mean. */
  static Covariance of(TrainingGraph graph, FeatureMatrix features, int[] rows, double[] mean) {
    int columns = features.columns();
    int width = columns + 1;
    double[] values = new double[columns * columns];
    for (int start = 0; start < rows.length; start += Blocks.ROWS) {
      int[] block = Arrays.copyOfRange(rows, start, Math.min(rows.length, start + Blocks.ROWS));
      float[] gram = graph.gram(block.length, Blocks.centered(features, block, mean));
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          values[i * columns + j] += (double) gram[i * width + j] / rows.length;
        }
      }
    }
    return new Covariance(columns, values);
  }

  /**
   * The inverse of {@code share × this + penalty × identity}, with a last row and column for the
   * intercept, whose entry is 1 / share.
   *
   * @return shape [columns + 1, columns + 1]
   */
  float[] inverse(double share, double penalty) {
    double[] inverse = Cholesky.inverse(columns, shifted(share, penalty));
    int width = columns + 1;
    float[] wider = new float[width * width];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        wider[i * width + j] = (float) inverse[i * columns + j];
      }
    }
    wider[width * width - 1] = (float) (1 / share);
    return wider;
  }

  private double[] shifted(double share, double penalty) {
    double[] shifted = new double[values.length];
    double trace = 0;
    for (int i = 0; i < columns; i++) {
      trace += values[i * columns + i];
    }
    // Features that never vary would leave the matrix singular but for the penalty.
    double ridge = penalty + share * 1e-6 * Math.max(trace / columns, Double.MIN_NORMAL);
    for (int i = 0; i < values.length; i++) {
      shifted[i] = share * values[i];
    }
    for (int i = 0; i < columns; i++) {
      shifted[i * columns + i] += ridge;
    }
    return shifted;
  }
}
