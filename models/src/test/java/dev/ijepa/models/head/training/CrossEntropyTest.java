package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.models.TensorFlowRuntime;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The derivatives against differences of what they are derivatives of. */
class CrossEntropyTest {
  private static final int IMAGES = 40;
  private static final int COLUMNS = 3;
  private static final int CLASSES = 4;
  private static final double STEP = 1e-5;

  private final Random random = new Random(7);

  private Examples examples() {
    float[] features = new float[IMAGES * COLUMNS];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (2 * random.nextGaussian() + 5);
    }
    int[] classes = IntStream.range(0, IMAGES).map(i -> i % CLASSES).toArray();
    return new Examples(
        new FeatureMatrix(COLUMNS, features), classes, CLASSES, new double[] {1, 0.5, 2, 3});
  }

  private double[] vector(double size) {
    return random.doubles(CLASSES * (COLUMNS + 1)).map(x -> size * (x - 0.5)).toArray();
  }

  private interface Check {
    void check(CrossEntropy objective);
  }

  private void with(Check check) {
    Examples examples = examples();
    int[] rows = IntStream.range(3, IMAGES).toArray();
    double[] center = examples.features().mean(rows);
    try (TrainingGraph graph = new TrainingGraph(TensorFlowRuntime.onAllCores());
        CrossEntropy objective = new CrossEntropy(graph, examples, rows, center, 0.7)) {
      check.check(objective);
    }
  }

  @Test
  void theGradientIsThatOfTheValue() {
    with(
        objective -> {
          double[] point = vector(1);
          double[] direction = vector(1);
          double[] gradient = new double[point.length];
          double[] ignored = new double[point.length];
          objective.evaluate(point, gradient);

          double above = objective.evaluate(Vectors.sum(point, STEP, direction), ignored);
          double below = objective.evaluate(Vectors.sum(point, -STEP, direction), ignored);

          assertThat(Vectors.dot(gradient, direction))
              .isCloseTo((above - below) / (2 * STEP), within(1e-6));
        });
  }

  @Test
  void theCurvatureIsThatOfTheGradient() {
    with(
        objective -> {
          // Far out some images are as good as certain, and others wrong.
          double[] point = vector(8);
          double[] direction = vector(1);
          double[] above = new double[point.length];
          double[] below = new double[point.length];
          objective.evaluate(Vectors.sum(point, STEP, direction), above);
          objective.evaluate(Vectors.sum(point, -STEP, direction), below);
          objective.evaluate(point, new double[point.length]);

          double[] product = objective.curvature(direction);

          for (int i = 0; i < product.length; i++) {
            assertThat(product[i]).isCloseTo((above[i] - below[i]) / (2 * STEP), within(1e-4));
          }
        });
  }

  @Test
  void theValuesAlongADirectionAreThoseAtEachStep() {
    with(
        objective -> {
          double[] point = vector(1);
          double[] direction = vector(8);
          double[] steps = IntStream.range(0, StepSearch.STEPS).mapToDouble(i -> i / 4.0).toArray();

          double[] values = objective.valuesAlong(point, direction, steps);

          for (int i = 0; i < steps.length; i++) {
            double[] trial = Vectors.sum(point, steps[i], direction);
            double value = objective.evaluate(trial, new double[point.length]);
            assertThat(values[i]).isCloseTo(value, within(1e-4 * value));
          }
        });
  }

  @Test
  void whereAllClassesAreEquallyProbableThePreconditionerInvertsTheHessian() {
    with(
        objective -> {
          double[] gradient = new double[CLASSES * (COLUMNS + 1)];
          objective.evaluate(new double[gradient.length], gradient);

          double[] product = objective.curvature(objective.preconditioner().apply(gradient));

          for (int i = 0; i < product.length; i++) {
            assertThat(product[i]).isCloseTo(gradient[i], within(1e-4));
          }
        });
  }
}
