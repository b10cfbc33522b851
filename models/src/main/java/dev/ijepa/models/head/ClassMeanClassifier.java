package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/**
 * Classifies by the cosines to the class means, for few images of each class. The logits are the
 * cosines times {@link #SCALE}, divided by the temperature that calibrates them.
 */
public final class ClassMeanClassifier implements Classifier {
  /** Cosines of one encoder differ little: without a scale all classes were as probable. */
  public static final double SCALE = 100;

  private final ClassMeans means;
  private final double temperature;

  /**
   * A classifier of these means.
   *
   * @param temperature that the logits are divided by, above 0
   */
  public ClassMeanClassifier(ClassMeans means, double temperature) {
    this.means = means;
    this.temperature = temperature;
  }

  /** The same with its logits divided by another temperature. */
  public ClassMeanClassifier cooledBy(double its) {
    return new ClassMeanClassifier(means, its);
  }

  @Override
  public HeadKind kind() {
    return HeadKind.CLASS_MEAN;
  }

  @Override
  public int columns() {
    return means.columns();
  }

  @Override
  public int classes() {
    return means.classes();
  }

  @Override
  public Scores classify(float[] features) {
    float[] logits = means.cosines(features);
    for (int k = 0; k < logits.length; k++) {
      logits[k] = (float) (logits[k] * SCALE / temperature);
    }
    return new Scores(logits, List.of());
  }

  /** None: its head stores the means for the distance. */
  @Override
  public Map<String, FloatTensor> tensors() {
    return Map.of();
  }

  @Override
  public void hash(MessageDigest digest) {
    means.hash(digest);
    digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(temperature).flip());
  }
}
