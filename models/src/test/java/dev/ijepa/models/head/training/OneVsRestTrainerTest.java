package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.evaluation.MultiLabelEvaluation;
import dev.ijepa.models.head.training.OneVsRestTrainer.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneVsRestTrainerTest {
  private static final int COLUMNS = 5;
  private static final int LABELS = 3;

  /** Each label shifts one column; an image has each with a probability of 0.3. */
  private static MultiLabelExamples examples(int images) {
    Random random = new Random(9);
    float[] features = new float[images * COLUMNS];
    int[][] labels = new int[images][];
    for (int i = 0; i < images; i++) {
      labels[i] = IntStream.range(0, LABELS).filter(k -> random.nextDouble() < 0.3).toArray();
      for (int column = 0; column < COLUMNS; column++) {
        features[i * COLUMNS + column] = (float) random.nextGaussian();
      }
      for (int label : labels[i]) {
        features[i * COLUMNS + label] += 2.5f;
      }
    }
    return new MultiLabelExamples(new FeatureMatrix(COLUMNS, features), labels, LABELS, false);
  }

  private static Trained train(
      MultiLabelExamples examples, Division division, OptionalDouble strength, List<Integer> told) {
    return new OneVsRestTrainer(
            examples,
            division,
            strength,
            TensorFlowRuntime.onAllCores(),
            (label, c) -> told.add(label))
        .train();
  }

  private static Division all(MultiLabelExamples examples) {
    int[] rows = IntStream.range(0, examples.features().rows()).toArray();
    return new Division(rows, new int[0], new int[] {0}, new int[0][], List.of());
  }

  /** Where the sum of the losses plus |w|² / (2 C) is least, its gradient is zero. */
  @Test
  void eachLabelIsAtTheMinimumOfItsBinaryRegression() {
    MultiLabelExamples examples = examples(400);
    double strength = 0.3;

    Trained trained =
        train(examples, all(examples), OptionalDouble.of(strength), new ArrayList<>());

    for (int label = 0; label < LABELS; label++) {
      double[] gradient = new double[COLUMNS + 1];
      for (int column = 0; column < COLUMNS; column++) {
        gradient[column] = trained.weights().weights()[label * COLUMNS + column] / strength;
      }
      for (int row = 0; row < examples.features().rows(); row++) {
        double residual = residual(examples, trained, row, label);
        gradient[COLUMNS] += residual;
        for (int column = 0; column < COLUMNS; column++) {
          gradient[column] += residual * examples.features().get(row, column);
        }
      }
      for (double slope : gradient) {
        assertThat(slope).isCloseTo(0, within(0.02));
      }
    }
    assertThat(trained.converged()).isTrue();
  }

  private static double residual(MultiLabelExamples examples, Trained trained, int row, int label) {
    double logit = trained.weights().bias()[label];
    for (int column = 0; column < COLUMNS; column++) {
      logit +=
          trained.weights().weights()[label * COLUMNS + column]
              * examples.features().get(row, column);
    }
    boolean has = IntStream.of(examples.labels()[row]).anyMatch(one -> one == label);
    return 1 / (1 + Math.exp(-logit)) - (has ? 1 : 0);
  }

  @Test
  void labelsAreFoundOnImagesThatItWasNotTrainedOn() {
    MultiLabelExamples examples = examples(600);
    int[] groups = IntStream.range(0, 600).toArray();
    Division division = Division.of(new Strata(examples.labels(), groups), 1);
    List<Integer> told = new ArrayList<>();

    Trained trained = train(examples, division, OptionalDouble.empty(), told);

    assertThat(division.isCrossValidated()).isFalse();
    assertThat(trained.heldOut()).isEqualTo(division.test());
    assertThat(told).containsExactly(0, 1, 2);
    MultiLabelEvaluation evaluation =
        MultiLabelEvaluation.of(trained.predictions().cooledBy(trained.temperature()));
    assertThat(evaluation.meanAveragePrecision()).isBetween(0.85, 1.0);
    assertThat(evaluation.microF1()).isBetween(0.7, 1.0);
    assertThat(evaluation.reliability().expectedCalibrationError()).isLessThan(0.1);
  }

  @Test
  void withFewImagesEachIsJudgedByAClassifierThatHasNotSeenIt() {
    MultiLabelExamples examples = examples(40);
    int[] groups = IntStream.range(0, 40).toArray();
    Division division = Division.of(new Strata(examples.labels(), groups), 1);

    Trained trained = train(examples, division, OptionalDouble.of(1), new ArrayList<>());

    assertThat(division.isCrossValidated()).isTrue();
    assertThat(trained.heldOut()).containsExactlyInAnyOrder(IntStream.range(0, 40).toArray());
    assertThat(trained.predictions().size()).isEqualTo(40);
  }

  @Test
  void balancedImagesWithALabelCountAsMuchAsThoseWithout() {
    MultiLabelExamples plain = examples(300);
    Examples balanced =
        new MultiLabelExamples(plain.features(), plain.labels(), LABELS, true).of(1);

    int with = IntStream.of(balanced.classes()).sum();
    assertThat(balanced.classWeights()[1] * with)
        .isCloseTo(balanced.classWeights()[0] * (300 - with), within(1e-9));
  }
}
