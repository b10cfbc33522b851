package dev.ijepa.models.head;

import dev.ijepa.models.Hashes;
import dev.ijepa.models.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A classifier over a pooled output of the encoder, which is not part of the model's graph. If it
 * stores class means, it says how far an image is from the classes. Immutable; safe for use by many
 * threads.
 */
public final class Head {
  private final HeadManifest manifest;
  private final Classifier classifier;
  private final @Nullable ClassMeans means;

  /**
   * A head.
   *
   * @param means of its classes; null if there are none
   * @throws IllegalArgumentException if the parts do not agree
   */
  public Head(HeadManifest manifest, Classifier classifier, @Nullable ClassMeans means) {
    int labels = manifest.labels().size();
    if (classifier.classes() != labels) {
      throw new IllegalArgumentException(
          classifier.classes() + " classes, but " + labels + " labels");
    }
    if (classifier.kind() != manifest.kind()) {
      throw new IllegalArgumentException(classifier.kind() + " is not " + manifest.kind());
    }
    if (means != null && (means.classes() != labels || means.columns() != classifier.columns())) {
      throw new IllegalArgumentException(
          "means of %d classes and %d features, but %d labels and %d features"
              .formatted(means.classes(), means.columns(), labels, classifier.columns()));
    }
    this.manifest = manifest;
    this.classifier = classifier;
    this.means = means;
  }

  /**
   * A linear head that knows no distance.
   *
   * @throws IllegalArgumentException if the weights have not a class for each label
   */
  public Head(HeadManifest manifest, LinearWeights linear) {
    this(manifest, new LinearClassifier(linear), null);
  }

  /**
   * Reads a head's folder.
   *
   * @throws CheckpointException if the folder is no head of this project, or damaged
   */
  public static Head read(Path folder) throws IOException {
    return new HeadFolder(folder).read();
  }

  /** Writes the files of the head into a folder that exists. */
  public void write(Path folder) throws IOException {
    new HeadFolder(folder).write(this);
  }

  /** What it is. */
  public HeadManifest manifest() {
    return manifest;
  }

  /** What classifies. */
  public Classifier classifier() {
    return classifier;
  }

  /** The means of its classes; null if it stores none. */
  public @Nullable ClassMeans means() {
    return means;
  }

  /**
   * The weights of a linear head, in the coordinates of the features. A copy.
   *
   * @throws IllegalStateException if it is of another kind
   */
  public LinearWeights weights() {
    if (classifier instanceof LinearClassifier linear) {
      return linear.weights();
    }
    throw new IllegalStateException("a head of the kind " + manifest.kind() + " has no weights");
  }

  /**
   * A hash of all that changes scores: the features that it is given, and its weights. Distances
   * and the threshold are covered too. 64 hexadecimal digits.
   *
   * @param features the fingerprint of the model that computes the features
   */
  public String fingerprint(String features) {
    MessageDigest digest = Hashes.newSha256();
    String kind = features + ' ' + manifest.input() + ' ' + manifest.activation();
    digest.update(kind.getBytes(StandardCharsets.UTF_8));
    classifier.hash(digest);
    if (means != null) {
      means.hash(digest);
      digest.update(String.valueOf(manifest.distances()).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The number of features that it takes. */
  public int columns() {
    return classifier.columns();
  }

  /**
   * The logits of one image.
   *
   * @param features shape [columns]
   * @return shape [classes]
   * @throws IllegalArgumentException if the features are of another dimension
   */
  public float[] logits(float[] features) {
    return classifier.classify(features).logits();
  }

  /**
   * All that it says about one image.
   *
   * @param features shape [columns]
   * @throws IllegalArgumentException if the features are of another dimension
   */
  public Judgement judge(float[] features) {
    Classifier.Scores scores = classifier.classify(features);
    return new Judgement(scores.logits(), distance(features), scores.neighbours());
  }

  private @Nullable Distance distance(float[] features) {
    DistanceProfile distances = manifest.distances();
    return means == null || distances == null ? null : distances.describe(means.distance(features));
  }
}
