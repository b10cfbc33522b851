package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HeadActivationTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
  private static final float[] LOGITS = {0, (float) Math.log(3), -1000};

  @Test
  void softmaxSumsToOne() {
    assertThat(HeadActivation.SOFTMAX.apply(LOGITS))
        .containsExactly(new double[] {0.25, 0.75, 0}, Offset.offset(1e-7));
    assertThat(HeadActivation.SOFTMAX.apply(new float[] {1000, 1000}))
        .containsExactly(new double[] {0.5, 0.5}, ROUNDING);
  }

  @Test
  void sigmoidTakesEachClassByItself() {
    assertThat(HeadActivation.SIGMOID.apply(LOGITS))
        .containsExactly(new double[] {0.5, 0.75, 0}, Offset.offset(1e-7));
    assertThat(HeadActivation.SIGMOID.apply(new float[] {1000}))
        .containsExactly(new double[] {1}, ROUNDING);
  }

  @Test
  void withoutAnActivationTheLogitsAreTheScores() {
    assertThat(HeadActivation.NONE.apply(new float[] {-2.5f, 7}))
        .containsExactly(new double[] {-2.5, 7}, ROUNDING);
  }
}
