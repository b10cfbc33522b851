package dev.ijepa.models.head;

/**
 * A linear classifier.
 *
 * @param classes number of classes
 * @param columns number of features
 * @param weights shape [classes, columns], row-major
 * @param bias shape [classes]
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record LinearWeights(int classes, int columns, float[] weights, float[] bias) {
  /** Divides all logits by a temperature. */
  public LinearWeights cooledBy(double temperature) {
    return new LinearWeights(
        classes, columns, divided(weights, temperature), divided(bias, temperature));
  }

  private static float[] divided(float[] values, double divisor) {
    float[] divided = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      divided[i] = (float) (values[i] / divisor);
    }
    return divided;
  }
}
