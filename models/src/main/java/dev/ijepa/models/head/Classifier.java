package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** Classifies images by their features. Immutable; safe for use by many threads. */
public sealed interface Classifier permits LinearClassifier, ClassMeanClassifier, KnnClassifier {
  /**
   * What it says about an image.
   *
   * @param logits shape [classes]
   * @param neighbours the nearest training images; empty if it stores none
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  record Scores(float[] logits, List<Neighbour> neighbours) {}

  /** How it classifies. */
  HeadKind kind();

  /** Number of features. */
  int columns();

  /** Number of classes. */
  int classes();

  /**
   * Classifies one image.
   *
   * @param features shape [columns]
   * @throws IllegalArgumentException if the features are of another dimension
   */
  Scores classify(float[] features);

  /** The most bytes that its neighbours take in a result. */
  default long neighbourBytes() {
    return 0;
  }

  /** Its tensors, as its folder stores them, beside the class means. */
  Map<String, FloatTensor> tensors();

  /** Adds all that changes its scores to a hash. */
  void hash(MessageDigest digest);
}
