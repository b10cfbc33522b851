package dev.ijepa.models.head.training;

/**
 * Images whose classes are known.
 *
 * @param features one row for each image
 * @param classes the class of each image, from 0
 * @param classCount number of classes
 * @param classWeights how much an image of each class counts in training; 1 for all is the default
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record Examples(
    FeatureMatrix features, int[] classes, int classCount, double[] classWeights) {
  /** Checks that the parts agree. */
  public Examples {
    if (classes.length != features.rows() || classWeights.length != classCount) {
      throw new IllegalArgumentException(
          classes.length + " classes do not fit " + features.rows() + " rows of features");
    }
  }

  /** The number of images. */
  public int size() {
    return classes.length;
  }

  /** The sum of the weights of some images. */
  double weight(int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += classWeights[classes[row]];
    }
    return sum;
  }
}
