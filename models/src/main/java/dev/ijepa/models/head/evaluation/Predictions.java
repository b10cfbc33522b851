package dev.ijepa.models.head.evaluation;

/**
 * What a classifier says about images whose classes are known.
 *
 * @param classCount number of classes
 * @param classes the right class of each image
 * @param logits shape [images, classes], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record Predictions(int classCount, int[] classes, float[] logits) {
  /** Checks that the parts agree. */
  public Predictions {
    if (logits.length != (long) classes.length * classCount) {
      throw new IllegalArgumentException(
          logits.length + " logits are not " + classCount + " for each of " + classes.length);
    }
  }

  /** The number of images. */
  public int size() {
    return classes.length;
  }

  /** The same predictions with all logits divided by a temperature. */
  public Predictions cooledBy(double temperature) {
    float[] cooled = new float[logits.length];
    for (int i = 0; i < cooled.length; i++) {
      cooled[i] = (float) (logits[i] / temperature);
    }
    return new Predictions(classCount, classes, cooled);
  }

  float logit(int image, int of) {
    return logits[image * classCount + of];
  }

  /** The most probable class of an image; of equals the lowest. */
  public int predicted(int image) {
    int best = 0;
    for (int k = 1; k < classCount; k++) {
      if (logit(image, k) > logit(image, best)) {
        best = k;
      }
    }
    return best;
  }

  boolean isRight(int image) {
    return predicted(image) == classes[image];
  }

  /** How many classes are more probable than the right one, or equal and before it. */
  int rank(int image) {
    int right = classes[image];
    int rank = 0;
    for (int k = 0; k < classCount; k++) {
      float difference = logit(image, k) - logit(image, right);
      if (difference > 0 || (difference == 0 && k < right)) {
        rank++;
      }
    }
    return rank;
  }

  /** The logarithm of the probability of a class, at some temperature. */
  double logProbability(int image, int of, double temperature) {
    double max = logit(image, predicted(image));
    double sum = 0;
    for (int k = 0; k < classCount; k++) {
      sum += Math.exp((logit(image, k) - max) / temperature);
    }
    return (logit(image, of) - max) / temperature - Math.log(sum);
  }

  /** The probability of the most probable class. */
  public double confidence(int image, double temperature) {
    return Math.exp(logProbability(image, predicted(image), temperature));
  }

  /** The mean of minus the logarithm of the right class's probability, in nats. */
  public double logLoss(double temperature) {
    double sum = 0;
    for (int image = 0; image < size(); image++) {
      sum -= logProbability(image, classes[image], temperature);
    }
    return sum / size();
  }
}
