package dev.ijepa.models.head.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MultiLabelEvaluationTest {
  /**
   * Four images, two labels. The expected values are those of scikit-learn 1.9.1:
   * average_precision_score([1,0,1,0],[2,1,1,-3]) = 0.8333, that of the second label 0.75; f1_score
   * of [[1,0],[0,0],[1,1],[0,1]] with predictions [[1,0],[1,0],[1,0],[0,1]].
   */
  private static final MultiLabelPredictions PREDICTIONS =
      MultiLabelPredictions.of(
          new int[][] {{0}, {}, {0, 1}, {1}}, 2, new float[] {2, -1, 1, -1, 1, -2, -3, 0.5f});

  private static final MultiLabelEvaluation EVALUATION = MultiLabelEvaluation.of(PREDICTIONS);

  @Test
  void averagePrecisionTakesEqualScoresTogether() {
    assertThat(EVALUATION.labels().get(0).averagePrecision()).isCloseTo(0.8333333, within(1e-6));
    assertThat(EVALUATION.labels().get(1).averagePrecision()).isCloseTo(0.75, within(1e-6));
    assertThat(EVALUATION.meanAveragePrecision()).isCloseTo(0.7916667, within(1e-6));
  }

  @Test
  void f1IsThatOfAllPairsOrTheMeanOfTheLabels() {
    assertThat(EVALUATION.microF1()).isCloseTo(0.75, within(1e-9));
    assertThat(EVALUATION.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, within(1e-9));
    assertThat(EVALUATION.labels().get(0).precision()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(EVALUATION.labels().get(1).recall()).isEqualTo(0.5);
    assertThat(EVALUATION.chance()).isEqualTo(0.5);
  }

  @Test
  void logLossIsThatOfThePairs() {
    MultiLabelPredictions one = MultiLabelPredictions.of(new int[][] {{0}}, 2, new float[] {2, 3});

    double expected = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(3))) / 2;
    assertThat(one.logLoss(1)).isCloseTo(expected, within(1e-12));
    assertThat(one.cooledBy(2).logLoss(1)).isCloseTo(one.logLoss(2), within(1e-7));
  }

  @Test
  void aLabelThatNoImageHasCountsForNothing() {
    MultiLabelEvaluation evaluation =
        MultiLabelEvaluation.of(
            MultiLabelPredictions.of(new int[][] {{0}, {}}, 2, new float[] {1, -1, -1, -1}));

    assertThat(evaluation.meanAveragePrecision()).isEqualTo(1);
    assertThat(evaluation.macroF1()).isEqualTo(1);
  }
}
