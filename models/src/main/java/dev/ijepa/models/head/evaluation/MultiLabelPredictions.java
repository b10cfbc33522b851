package dev.ijepa.models.head.evaluation;

/**
 * What a classifier says about images that may have several labels, which are known.
 *
 * @param labelCount number of labels
 * @param has whether an image has a label, shape [images, labels], row-major
 * @param logits shape [images, labels], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record MultiLabelPredictions(int labelCount, boolean[] has, float[] logits) {
  /** Checks that the parts agree. */
  public MultiLabelPredictions {
    if (has.length != logits.length || has.length % labelCount != 0) {
      throw new IllegalArgumentException(
          "%d logits and %d labels are not %d for each image"
              .formatted(logits.length, has.length, labelCount));
    }
  }

  /**
   * Predictions for images whose labels are listed.
   *
   * @param labels of each image, from 0
   */
  public static MultiLabelPredictions of(int[][] labels, int labelCount, float[] logits) {
    boolean[] has = new boolean[Math.multiplyExact(labels.length, labelCount)];
    for (int image = 0; image < labels.length; image++) {
      for (int label : labels[image]) {
        has[image * labelCount + label] = true;
      }
    }
    return new MultiLabelPredictions(labelCount, has, logits);
  }

  /** The number of images. */
  public int size() {
    return has.length / labelCount;
  }

  /** The same predictions with all logits divided by a temperature. */
  public MultiLabelPredictions cooledBy(double temperature) {
    float[] cooled = new float[logits.length];
    for (int i = 0; i < cooled.length; i++) {
      cooled[i] = (float) (logits[i] / temperature);
    }
    return new MultiLabelPredictions(labelCount, has, cooled);
  }

  /** The probability of a pair of image and label, image × labels + label. */
  double probability(int pair) {
    return 1 / (1 + Math.exp(-logits[pair]));
  }

  /** The mean over all pairs of minus the logarithm of the probability of what is so, in nats. */
  public double logLoss(double temperature) {
    double sum = 0;
    for (int pair = 0; pair < has.length; pair++) {
      double wrong = (has[pair] ? -logits[pair] : logits[pair]) / temperature;
      // log(1 + exp(wrong)), without overflow.
      sum += Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }
    return sum / has.length;
  }
}
