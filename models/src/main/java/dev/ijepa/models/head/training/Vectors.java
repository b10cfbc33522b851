package dev.ijepa.models.head.training;

/** Arithmetic of vectors, in double. */
final class Vectors {
  private Vectors() {}

  /** The inner product of two vectors. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Adds a multiple of a vector to the target. */
  static void add(double[] target, double factor, double[] vector) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * vector[i];
    }
  }

  /** A vector plus a multiple of another one. */
  static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    add(sum, factor, b);
    return sum;
  }
}
