package dev.ijepa.models.head.training;

import java.util.function.UnaryOperator;

/**
 * An approximation of the inverse Hessian, symmetric and positive definite. Its owner closes it.
 */
interface Preconditioner extends UnaryOperator<double[]>, AutoCloseable {
  @Override
  default void close() {}

  /**
   * Removes what is the same for all classes, which changes no probability. An approximation that
   * differs from class to class would mix it in, and conjugate gradients would have to find it.
   *
   * @param vector shape [classes × columns]
   * @return shape [classes × columns]
   */
  static double[] betweenClasses(int classes, double[] vector) {
    int columns = vector.length / classes;
    double[] between = vector.clone();
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (int i = column; i < vector.length; i += columns) {
        sum += vector[i];
      }
      for (int i = column; i < vector.length; i += columns) {
        between[i] -= sum / classes;
      }
    }
    return between;
  }
}
