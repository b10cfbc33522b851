package dev.ijepa.models.head.training;

import dev.ijepa.models.head.Classifier;
import dev.ijepa.models.head.HeadKind;
import java.util.stream.IntStream;

/** Logits of many images. */
public final class Logits {
  /** A class without votes has this share: its log loss shall be finite. */
  private static final float LEAST_SHARE = 1e-6f;

  private Logits() {}

  /**
   * Classifies some rows, on all cores. Of a k-NN classifier it gives the logarithms of the shares
   * of the votes, whose softmax are the shares.
   *
   * @return shape [rows, classes], row-major
   */
  public static float[] of(Classifier classifier, FeatureMatrix features, int[] rows) {
    int classes = classifier.classes();
    float[] logits = new float[Math.multiplyExact(rows.length, classes)];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i ->
                System.arraycopy(
                    of(classifier, features.row(rows[i])), 0, logits, i * classes, classes));
    return logits;
  }

  private static float[] of(Classifier classifier, float[] features) {
    float[] logits = classifier.classify(features).logits();
    if (classifier.kind() == HeadKind.KNN) {
      for (int k = 0; k < logits.length; k++) {
        logits[k] = (float) Math.log(Math.max(LEAST_SHARE, logits[k]));
      }
    }
    return logits;
  }
}
