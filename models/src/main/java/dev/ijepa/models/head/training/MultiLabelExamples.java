package dev.ijepa.models.head.training;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Images that may have any number of labels.
 *
 * @param features one row for each image
 * @param labels of each image, from 0
 * @param labelCount number of labels
 * @param balanced whether the images with a label count as much as those without it
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record MultiLabelExamples(
    FeatureMatrix features, int[][] labels, int labelCount, boolean balanced) {
  /** Checks that the parts agree. */
  public MultiLabelExamples {
    if (labels.length != features.rows()) {
      throw new IllegalArgumentException(
          labels.length + " images do not fit " + features.rows() + " rows of features");
    }
  }

  /** Whether each image has a label (class 1) or not (class 0). */
  Examples of(int label) {
    int[] classes =
        Arrays.stream(labels)
            .mapToInt(of -> IntStream.of(of).anyMatch(one -> one == label) ? 1 : 0)
            .toArray();
    double with = Math.max(1, IntStream.of(classes).sum());
    double without = Math.max(1, classes.length - with);
    double half = classes.length / 2.0;
    double[] weights = balanced ? new double[] {half / without, half / with} : new double[] {1, 1};
    return new Examples(features, classes, 2, weights);
  }
}
