package dev.ijepa.models.head.training;

import java.util.stream.IntStream;

/** The inverse of a symmetric, positive definite matrix. */
final class Cholesky {
  private Cholesky() {}

  /**
   * Inverts a matrix.
   *
   * @param n rows and columns
   * @param matrix shape [n, n]; overwritten
   * @return shape [n, n]
   * @throws IllegalArgumentException if the matrix is not positive definite
   */
  static double[] inverse(int n, double[] matrix) {
    factor(n, matrix);
    double[] inverse = new double[n * n];
    IntStream.range(0, n).parallel().forEach(row -> solve(n, matrix, row, inverse));
    return inverse;
  }

  /** Replaces the lower triangle by L, where L Lᵀ is the matrix. */
  private static void factor(int n, double[] a) {
    for (int column = 0; column < n; column++) {
      int pivotRow = column * n;
      double pivot = a[pivotRow + column] - squares(a, pivotRow, column);
      if (!(pivot > 0)) {
        throw new IllegalArgumentException("the matrix is not positive definite");
      }
      double root = Math.sqrt(pivot);
      a[pivotRow + column] = root;
      int from = column;
      IntStream.range(column + 1, n)
          .parallel()
          .forEach(
              row -> {
                double sum = dot(a, row * n, pivotRow, from);
                a[row * n + from] = (a[row * n + from] - sum) / root;
              });
    }
  }

  /** Solves for one column of the identity, which is one row of the symmetric inverse. */
  private static void solve(int n, double[] l, int unit, double[] inverse) {
    int start = unit * n;
    for (int i = unit; i < n; i++) {
      double sum = i == unit ? 1 : 0;
      for (int k = unit; k < i; k++) {
        sum -= l[i * n + k] * inverse[start + k];
      }
      inverse[start + i] = sum / l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double x = inverse[start + i] / l[i * n + i];
      inverse[start + i] = x;
      for (int k = 0; k < i; k++) {
        inverse[start + k] -= l[i * n + k] * x;
      }
    }
  }

  private static double squares(double[] a, int row, int length) {
    return dot(a, row, row, length);
  }

  private static double dot(double[] a, int first, int second, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += a[first + k] * a[second + k];
    }
    return sum;
  }
}
