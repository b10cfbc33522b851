package dev.ijepa.models.head.training;

/**
 * A smooth convex function that is never negative, and that {@link TruncatedNewton} minimises.
 * Vectors have shape [n].
 */
interface Objective {
  /**
   * Computes the value and the gradient at a point.
   *
   * @param point not changed
   * @param gradient receives the gradient
   */
  double evaluate(double[] point, double[] gradient);

  /**
   * Computes the values at several steps along a direction, to choose one: float32 is exact enough.
   *
   * @param point where the direction begins
   * @param steps in units of the direction
   * @return one value for each step; infinite or not a number where it is too large
   */
  double[] valuesAlong(double[] point, double[] direction, double[] steps);

  /** Multiplies a direction by the Hessian at the point that was evaluated last. */
  double[] curvature(double[] direction);

  /** For the point that was evaluated last. The objective closes it. */
  Preconditioner preconditioner();
}
