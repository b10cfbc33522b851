package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.security.MessageDigest;
import java.util.List;

/**
 * The direction of each class: the mean of the features of its training images, each of length 1,
 * and itself of length 1. Immutable; safe for use by many threads.
 */
public final class ClassMeans {
  private final RowBlocks means;

  /**
   * Some means.
   *
   * @param columns number of features
   * @param means shape [classes, columns], row-major; each of length 1, or zero
   */
  public ClassMeans(int columns, float[] means) {
    this.means = new RowBlocks(columns, means);
  }

  /** Number of classes. */
  public int classes() {
    return means.rows();
  }

  /** Number of features. */
  public int columns() {
    return means.columns();
  }

  /**
   * The cosines of the angles between an image's features and the means.
   *
   * @param features shape [columns]
   * @return shape [classes], each in [-1, 1] but for rounding
   * @throws IllegalArgumentException if the features are of another dimension
   */
  public float[] cosines(float[] features) {
    float[] cosines = new float[classes()];
    means.addProducts(UnitVectors.of(features), cosines);
    return cosines;
  }

  /** 1 − the cosine to the nearest mean, in [0, 2]. */
  public float distance(float[] features) {
    float nearest = -1;
    for (float cosine : cosines(features)) {
      nearest = Math.max(nearest, cosine);
    }
    return Math.max(0, 1 - nearest);
  }

  FloatTensor tensor() {
    return new FloatTensor(List.of((long) classes(), (long) columns()), means.values());
  }

  void hash(MessageDigest digest) {
    means.hash(digest);
  }
}
