package dev.ijepa.models.head.training;

/**
 * Solves the Newton equation roughly: Hessian × direction = −gradient. Source: Nocedal and Wright,
 * Numerical Optimization, algorithm 5.3 (preconditioned conjugate gradients).
 *
 * <p>It ends by the quadratic model (Nash and Sofer, Assessing a search direction within a
 * truncated-Newton method): as soon as another step is likely to lower the model by little,
 * compared with what all steps so far have. It also ends as soon as the model promises more than
 * there is to gain: so far away the model does not hold, and a better direction within it would be
 * no better.
 */
final class ConjugateGradient {
  /** A share of the mean decrease of the model by a step. */
  private static final double LITTLE = 0.1;

  /** As above, while the model promises much: there it is rough, and so may the direction be. */
  private static final double LITTLE_WHERE_FAR = 0.3;

  /** A share of the most that the objective can decrease by. */
  private static final double MUCH = 0.1;

  private static final int MOST_STEPS = 500;

  private ConjugateGradient() {}

  /**
   * Finds a direction.
   *
   * @param gradient shape [n]; not changed
   * @param most the most that the objective can decrease by
   * @return shape [n]; its product with the gradient is negative
   */
  static double[] solve(Objective objective, double[] gradient, double most) {
    Preconditioner preconditioner = objective.preconditioner();
    double[] direction = new double[gradient.length];
    double[] residual = Vectors.sum(direction, -1, gradient);
    double[] conjugate = preconditioner.apply(residual);
    double size = Vectors.dot(residual, conjugate);
    double decrease = 0;
    for (int step = 1; step <= MOST_STEPS && size > 0; step++) {
      double[] curvature = objective.curvature(conjugate);
      double along = Vectors.dot(conjugate, curvature);
      if (!(along > 0)) {
        break; // Of a convex function only by rounding.
      }
      double length = size / along;
      Vectors.add(direction, length, conjugate);
      double lowered = length * size / 2;
      decrease += lowered;
      double little = decrease > MUCH * most ? LITTLE_WHERE_FAR : LITTLE;
      if (step * lowered <= little * decrease || decrease >= most) {
        break;
      }
      Vectors.add(residual, -length, curvature);
      double[] preconditioned = preconditioner.apply(residual);
      double newSize = Vectors.dot(residual, preconditioned);
      conjugate = Vectors.sum(preconditioned, newSize / size, conjugate);
      size = newSize;
    }
    return direction;
  }
}
