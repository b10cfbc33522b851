package dev.ijepa.models.head.training;

import java.util.stream.IntStream;

/**
 * Chooses how far to go along a direction that the quadratic model does not describe well. Where
 * classes are nearly separable, the best step early in a fit can be a hundredth of the model's, or
 * longer than it.
 */
final class StepSearch {
  /** So many steps are tried. Each is twice as long as the one before. */
  static final int STEPS = 10;

  private static final int SHORTEST_EXPONENT = -7;

  private StepSearch() {}

  /** The step along a direction with the lowest value. */
  static double best(Objective objective, double[] point, double[] direction) {
    double[] steps =
        IntStream.range(0, STEPS).mapToDouble(i -> Math.pow(2, SHORTEST_EXPONENT + i)).toArray();
    double[] values = objective.valuesAlong(point, direction, steps);
    int lowest = 0;
    for (int i = 1; i < STEPS; i++) {
      if (values[i] < values[lowest]) {
        lowest = i;
      }
    }
    return steps[lowest];
  }
}
