package dev.ijepa.models.head.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RejectionTest {
  private static final float[] TEN = {0.1f, 1, 0.2f, 0.9f, 0.3f, 0.8f, 0.4f, 0.7f, 0.5f, 0.6f};

  @Test
  void aThresholdForFalseRejectsRejectsNoMoreThanAsked() {
    for (double rate : new double[] {0, 0.05, 0.1, 0.2, 0.5}) {
      double threshold = Rejection.thresholdForFalseRejects(TEN, rate);

      assertThat(Rejection.rejected(TEN, threshold).hits())
          .as("%s", rate)
          .isEqualTo((int) Math.floor(rate * 10));
    }
  }

  @Test
  void aThresholdForFalseAcceptsAcceptsNoMoreThanAsked() {
    for (double rate : new double[] {0, 0.05, 0.1, 0.2, 0.5}) {
      double threshold = Rejection.thresholdForFalseAccepts(TEN, rate);

      assertThat(10 - Rejection.rejected(TEN, threshold).hits())
          .as("%s", rate)
          .isEqualTo((int) Math.floor(rate * 10));
    }
  }

  @Test
  void theAreaIsTheShareOfPairsInTheRightOrder() {
    float[] known = {1, 2, 3};

    assertThat(Rejection.areaUnderRoc(known, new float[] {4, 5})).isEqualTo(1);
    assertThat(Rejection.areaUnderRoc(known, new float[] {0})).isZero();
    assertThat(Rejection.areaUnderRoc(known, known)).isEqualTo(0.5);
    assertThat(Rejection.areaUnderRoc(known, new float[] {2.5f, 3}))
        .isCloseTo((2 + 2.5) / 6, within(1e-12));
  }
}
