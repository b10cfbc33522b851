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

  /** Multiplies a direction by the Hessian at the point that was evaluated last. */
  double[] curvature(double[] direction);

  /** For the point that was evaluated last. The objective closes it. */
  Preconditioner preconditioner();
}
