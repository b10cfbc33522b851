package dev.ijepa.models.head.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS for smooth convex functions, with a preconditioner as the initial inverse Hessian. Source:
 * Nocedal and Wright, Numerical Optimization, algorithms 7.4 (two loops) and 3.5 (its conditions);
 * the line search is the bisection of Lewis and Overton for the weak Wolfe conditions.
 */
final class Lbfgs {
  private static final int MEMORY = 50;
  private static final int MOST_TRIALS = 30;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** How a step changed the point and the gradient, and 1 / (their inner product). */
  @SuppressWarnings("ArrayRecordComponent") // Internal, never compared.
  private record Step(double[] point, double[] gradient, double rho) {}

  private final Objective objective;
  private final double tolerance;
  private final int mostIterations;
  private final Deque<Step> history = new ArrayDeque<>();

  private double[] point;
  private double[] gradient;
  private double value;

  /**
   * Prepares a minimisation.
   *
   * @param start shape [n]; not changed
   * @param tolerance the minimisation ends when the predicted decrease is below this share of the
   *     value
   * @param mostIterations after which it ends in any case
   */
  Lbfgs(Objective objective, double[] start, double tolerance, int mostIterations) {
    this.objective = objective;
    this.tolerance = tolerance;
    this.mostIterations = mostIterations;
    this.point = start.clone();
    this.gradient = new double[start.length];
  }

  /** Runs the minimisation. Call it once. */
  Minimum minimize() {
    value = objective.evaluate(point, gradient);
    for (int iteration = 0; iteration < mostIterations; iteration++) {
      double[] direction = direction();
      double slope = dot(gradient, direction);
      // Half the slope is the decrease that the quadratic model predicts.
      if (-slope / 2 <= tolerance * Math.abs(value)) {
        return new Minimum(point, value, iteration, true);
      }
      if (!advance(direction, slope)) {
        if (history.isEmpty()) {
          // Not even the preconditioned gradient descends: only rounding is left.
          return new Minimum(point, value, iteration, true);
        }
        history.clear();
      }
    }
    return new Minimum(point, value, mostIterations, false);
  }

  /** Minus the approximate inverse Hessian times the gradient. */
  private double[] direction() {
    double[] q = gradient.clone();
    double[] alphas = new double[history.size()];
    int i = 0;
    for (Iterator<Step> newest = history.descendingIterator(); newest.hasNext(); i++) {
      Step step = newest.next();
      alphas[i] = step.rho * dot(step.point, q);
      add(q, -alphas[i], step.gradient);
    }
    double[] r = objective.precondition(q);
    scale(r, curvatureScale());
    for (Step step : history) {
      i--;
      double beta = step.rho * dot(step.gradient, r);
      add(r, alphas[i] - beta, step.point);
    }
    scale(r, -1);
    return r;
  }

  /** Fits the size of the preconditioner to the curvature along the newest step. */
  private double curvatureScale() {
    Step newest = history.peekLast();
    if (newest == null) {
      return 1;
    }
    double[] preconditioned = objective.precondition(newest.gradient);
    return 1 / newest.rho / dot(newest.gradient, preconditioned);
  }

  /** Takes a step along a direction; false if none satisfies the weak Wolfe conditions. */
  private boolean advance(double[] direction, double slope) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double step = 1;
    double[] trialGradient = new double[gradient.length];
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] trialPoint = point.clone();
      add(trialPoint, step, direction);
      double trialValue = objective.evaluate(trialPoint, trialGradient);
      if (!(trialValue <= value + SUFFICIENT_DECREASE * step * slope)) {
        high = step;
      } else if (dot(trialGradient, direction) < CURVATURE * slope) {
        low = step;
      } else {
        accept(trialPoint, trialGradient, trialValue);
        return true;
      }
      step = high == Double.POSITIVE_INFINITY ? 2 * step : (low + high) / 2;
    }
    return false;
  }

  private void accept(double[] newPoint, double[] newGradient, double newValue) {
    double[] pointChange = newPoint.clone();
    add(pointChange, -1, point);
    double[] gradientChange = newGradient.clone();
    add(gradientChange, -1, gradient);
    double curvature = dot(pointChange, gradientChange);
    if (curvature > 0) {
      if (history.size() == MEMORY) {
        history.removeFirst();
      }
      history.addLast(new Step(pointChange, gradientChange, 1 / curvature));
    }
    point = newPoint;
    gradient = newGradient;
    value = newValue;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] target, double factor, double[] vector) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * vector[i];
    }
  }

  private static void scale(double[] target, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] *= factor;
    }
  }
}
