package dev.ijepa.models.head.evaluation;

import java.util.function.DoubleUnaryOperator;

/**
 * The number that logits are divided by, so that probabilities are as often right as they say.
 * Source: Guo et al., On Calibration of Modern Neural Networks (2017), section 4.2.
 */
public final class Temperature {
  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 100;
  private static final double PRECISION = 1e-6;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /**
   * The temperature with the lowest log loss, between 0.01 and 100. The log loss has one minimum
   * along it, so a golden-section search of its logarithm finds it.
   *
   * @param predictions on images that the classifier was not trained on
   */
  public static double fit(Predictions predictions) {
    return fit(predictions::logLoss);
  }

  /** As above, where the log loss of some predictions is a function of the temperature. */
  public static double fit(DoubleUnaryOperator logLoss) {
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = logLoss.applyAsDouble(Math.exp(left));
    double atRight = logLoss.applyAsDouble(Math.exp(right));
    while (high - low > PRECISION) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = logLoss.applyAsDouble(Math.exp(left));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = logLoss.applyAsDouble(Math.exp(right));
      }
    }
    return Math.exp((low + high) / 2);
  }
}
