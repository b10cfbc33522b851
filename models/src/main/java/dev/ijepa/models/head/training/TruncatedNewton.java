package dev.ijepa.models.head.training;

/**
 * Newton's method for smooth convex functions that are never negative. {@link ConjugateGradient}
 * finds each direction. {@link StepSearch} chooses a step where the model promises much, and the
 * step is halved until the value decreases enough. Source: Nocedal and Wright, Numerical
 * Optimization, algorithms 7.1 and 3.1.
 */
final class TruncatedNewton {
  private static final int MOST_ITERATIONS = 200;
  private static final int MOST_TRIALS = 40;
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** A share of the value. If the model predicts a larger decrease, the step is searched. */
  private static final double LARGE_DECREASE = 0.1;

  private final Objective objective;
  private final double tolerance;

  private double[] point;
  private double[] gradient;
  private double value;

  /**
   * Prepares a minimisation.
   *
   * @param start shape [n]; not changed
   * @param tolerance the step whose predicted decrease is below this share of the value is the last
   */
  TruncatedNewton(Objective objective, double[] start, double tolerance) {
    this.objective = objective;
    this.tolerance = tolerance;
    this.point = start.clone();
    this.gradient = new double[start.length];
  }

  /** Runs the minimisation. Call it once. */
  Minimum minimize() {
    value = objective.evaluate(point, gradient);
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      double[] direction = ConjugateGradient.solve(objective, gradient, value);
      double slope = Vectors.dot(gradient, direction);
      // Half the slope is the decrease that the quadratic model predicts.
      boolean last = -slope / 2 <= tolerance * Math.abs(value);
      boolean far = -slope / 2 > LARGE_DECREASE * Math.abs(value);
      double step = far ? StepSearch.best(objective, point, direction) : 1;
      if (!advance(direction, slope, step) || last) {
        return new Minimum(point, value, iteration, last);
      }
    }
    return new Minimum(point, value, MOST_ITERATIONS, false);
  }

  /** Takes at most a step along a direction; false if none decreases the value enough. */
  private boolean advance(double[] direction, double slope, double longest) {
    double[] trialGradient = new double[gradient.length];
    double step = longest;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] trialPoint = Vectors.sum(point, step, direction);
      double trialValue = objective.evaluate(trialPoint, trialGradient);
      if (trialValue < value + SUFFICIENT_DECREASE * step * slope) {
        point = trialPoint;
        gradient = trialGradient;
        value = trialValue;
        return true;
      }
      step /= 2;
    }
    return false;
  }
}
