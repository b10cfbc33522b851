package dev.ijepa.models.head.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationTest {
  /** Images of the classes 0, 0, 1, 2, taken for 0, 1, 1, 0. */
  private static final Predictions PREDICTIONS =
      new Predictions(3, new int[] {0, 0, 1, 2}, new float[] {5, 1, 0, 1, 2, 0, 0, 3, 1, 4, 1, 2});

  @Test
  void itCountsWhatWasTakenForWhat() {
    Evaluation evaluation = Evaluation.of(PREDICTIONS, 1);

    assertThat(evaluation.confusion()).isEqualTo(new int[][] {{1, 1, 0}, {0, 1, 0}, {1, 0, 0}});
    assertThat(evaluation.accuracy()).isEqualTo(new Share(2, 4));
    assertThat(evaluation.top5()).isEqualTo(new Share(4, 4));
    assertThat(evaluation.majority()).isEqualTo(0.5);
  }

  @Test
  void theF1OfEachClassIsTheHarmonicMean() {
    Evaluation evaluation = Evaluation.of(PREDICTIONS, 1);

    assertThat(evaluation.classes().get(0)).isEqualTo(new Evaluation.OfClass(2, 0.5, 0.5));
    assertThat(evaluation.classes().get(1).f1()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.macroF1()).isCloseTo((0.5 + 2.0 / 3 + 0) / 3, within(1e-12));
  }

  @Test
  void theWorstIsTheMostConfidentOfTheWrong() {
    assertThat(Evaluation.worst(PREDICTIONS, 1, 5)).containsExactly(3, 1);
  }

  /** scikit-learn's log_loss of the softmax of the same logits. */
  @Test
  void theLogLossIsThatOfTheRightClasses() {
    double[] right = {p(5, 1, 0), p(1, 2, 0), p(3, 0, 1), p(2, 4, 1)};
    double sum = 0;
    for (double one : right) {
      sum -= Math.log(one);
    }

    assertThat(PREDICTIONS.logLoss(1)).isCloseTo(sum / 4, within(1e-9));
  }

  private static double p(double right, double... others) {
    double sum = Math.exp(right);
    for (double other : others) {
      sum += Math.exp(other);
    }
    return Math.exp(right) / sum;
  }

  /** Source: statsmodels' proportion_confint(192, 200, method="wilson"). */
  @Test
  void theIntervalIsWilsons() {
    Share share = new Share(192, 200);

    assertThat(share.low()).isCloseTo(0.923_07, within(1e-5));
    assertThat(share.high()).isCloseTo(0.979_59, within(1e-5));
  }
}
