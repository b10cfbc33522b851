package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TruncatedNewtonTest {
  /**
   * The sum of scale × √(1 + (x − target)²): far from the minimum a whole Newton step goes too far.
   */
  private static final class Hyperbolas implements Objective {
    private final double[] scales;
    private final double[] targets;
    private final double[] second;
    private int products;

    Hyperbolas(double[] scales, double[] targets) {
      this.scales = scales;
      this.targets = targets;
      this.second = new double[scales.length];
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
      double value = 0;
      for (int i = 0; i < point.length; i++) {
        double distance = point[i] - targets[i];
        double root = Math.sqrt(1 + distance * distance);
        value += scales[i] * root;
        gradient[i] = scales[i] * distance / root;
        second[i] = scales[i] / (root * root * root);
      }
      return value;
    }

    @Override
    public double[] valuesAlong(double[] point, double[] direction, double[] steps) {
      return Arrays.stream(steps).map(step -> value(Vectors.sum(point, step, direction))).toArray();
    }

    private double value(double[] point) {
      double value = 0;
      for (int i = 0; i < point.length; i++) {
        value += scales[i] * Math.hypot(1, point[i] - targets[i]);
      }
      return value;
    }

    @Override
    public double[] curvature(double[] direction) {
      products++;
      double[] product = direction.clone();
      for (int i = 0; i < product.length; i++) {
        product[i] *= second[i];
      }
      return product;
    }

    @Override
    public Preconditioner preconditioner() {
      return double[]::clone;
    }
  }

  @Test
  void findsTheMinimumFromWhereAWholeStepGoesTooFar() {
    double[] targets = {3, -5, 0.1};
    Objective objective = new Hyperbolas(new double[] {1, 2, 10}, targets);

    Minimum minimum = new TruncatedNewton(objective, new double[] {9, 9, 9}, 1e-14).minimize();

    assertThat(minimum.converged()).isTrue();
    assertThat(minimum.point()).containsExactly(targets, within(1e-6));
    assertThat(minimum.value()).isCloseTo(13, within(1e-9));
  }

  @Test
  void atTheMinimumItEndsAtOnce() {
    Objective objective = new Hyperbolas(new double[] {1, 1}, new double[] {1, 2});

    Minimum minimum = new TruncatedNewton(objective, new double[] {1, 2}, 1e-8).minimize();

    assertThat(minimum.iterations()).isEqualTo(1);
    assertThat(minimum.converged()).isTrue();
    assertThat(minimum.point()).containsExactly(1, 2);
  }

  @Test
  void aGradientThatPointsTheWrongWayIsNoConvergence() {
    Objective wrong =
        new Objective() {
          @Override
          public double evaluate(double[] point, double[] gradient) {
            gradient[0] = -1;
            return 10 + point[0];
          }

          @Override
          public double[] valuesAlong(double[] point, double[] direction, double[] steps) {
            return Arrays.stream(steps).map(step -> 10 + point[0] + step * direction[0]).toArray();
          }

          @Override
          public double[] curvature(double[] direction) {
            return direction.clone();
          }

          @Override
          public Preconditioner preconditioner() {
            return double[]::clone;
          }
        };

    Minimum minimum = new TruncatedNewton(wrong, new double[] {0}, 1e-8).minimize();

    assertThat(minimum.converged()).isFalse();
    assertThat(minimum.point()).containsExactly(0);
  }

  @Test
  void theStepSearchFindsStepsThatAreFarFromTheModels() {
    Objective objective = new Hyperbolas(new double[] {1}, new double[] {1});

    assertThat(StepSearch.best(objective, new double[] {0}, new double[] {32})).isEqualTo(1 / 32.0);
    assertThat(StepSearch.best(objective, new double[] {0}, new double[] {0.25})).isEqualTo(4);
  }

  @Test
  void conjugateGradientsEndWhereTheModelPromisesMoreThanThereIs() {
    Hyperbolas objective = new Hyperbolas(new double[] {1, 10, 100}, new double[3]);
    objective.evaluate(new double[3], new double[3]);

    ConjugateGradient.solve(objective, new double[] {1, 1, 1}, 1e-3);

    assertThat(objective.products).isEqualTo(1);
  }

  @Test
  void conjugateGradientsNeedAsManyProductsAsThereAreCurvatures() {
    double[] scales = {1, 50, 1, 50, 1, 50, 1, 50};
    Hyperbolas objective = new Hyperbolas(scales, new double[8]);
    objective.evaluate(new double[8], new double[8]);

    double[] direction =
        ConjugateGradient.solve(
            objective, new double[] {1, 50, 2, 100, 3, 150, 4, 200}, Double.POSITIVE_INFINITY);

    assertThat(objective.products).isLessThanOrEqualTo(2 + 1); // The last finds nothing to do.
    assertThat(direction)
        .containsExactly(new double[] {-1, -1, -2, -2, -3, -3, -4, -4}, within(1e-12));
  }
}
