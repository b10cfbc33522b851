package dev.ijepa.models.head.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  /** Classes drawn with the probabilities of logits, which are then made too large. */
  private static Predictions overconfident(double factor) {
    Random random = new Random(11);
    int images = 20_000;
    float[] logits = new float[images * 2];
    int[] classes = new int[images];
    for (int i = 0; i < images; i++) {
      double logit = 2 * random.nextGaussian();
      classes[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 0 : 1;
      logits[2 * i] = (float) (factor * logit);
    }
    return new Predictions(2, classes, logits);
  }

  @Test
  void itFindsTheFactorByWhichLogitsAreTooLarge() {
    assertThat(Temperature.fit(overconfident(3))).isCloseTo(3, within(0.15));
    assertThat(Temperature.fit(overconfident(0.5))).isCloseTo(0.5, within(0.03));
  }

  @Test
  void afterCalibrationProbabilitiesAreAsOftenRightAsTheySay() {
    Predictions predictions = overconfident(3);
    double temperature = Temperature.fit(predictions);

    assertThat(Reliability.of(predictions, 1).expectedCalibrationError()).isGreaterThan(0.1);
    assertThat(Reliability.of(predictions, temperature).expectedCalibrationError())
        .isLessThan(0.02);
    assertThat(Reliability.of(predictions.cooledBy(temperature), 1).expectedCalibrationError())
        .isLessThan(0.02);
  }

  @Test
  void eachImageIsInOneBinOfItsConfidence() {
    Reliability reliability = Reliability.of(overconfident(1), 1);

    assertThat(reliability.bins().stream().mapToInt(Reliability.Bin::images).sum())
        .isEqualTo(20_000);
    assertThat(reliability.bins())
        .filteredOn(bin -> bin.images() > 0)
        .allSatisfy(bin -> assertThat(bin.confidence()).isBetween(bin.low(), bin.high() + 1e-9));
  }
}
