package dev.ijepa.models.head.training;

/** A function that {@link Lbfgs} minimises. */
interface Objective {
  /**
   * Computes the value and the gradient at a point.
   *
   * @param point shape [n]; not changed
   * @param gradient shape [n]; receives the gradient
   */
  double evaluate(double[] point, double[] gradient);

  /**
   * Multiplies a vector by an approximation of the inverse Hessian, symmetric and positive
   * definite, the same one for each call.
   *
   * @param vector shape [n]; not changed
   * @return shape [n]
   */
  double[] precondition(double[] vector);
}
