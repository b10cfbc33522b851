package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import dev.ijepa.models.head.NearestRows.Near;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Classifies by the votes of the training images that are nearest by cosine. A logit is the share
 * of the votes that its class has; the activation leaves it as it is.
 */
public final class KnnClassifier implements Classifier {
  static final String VECTORS = "vectors";

  /** So many of the neighbours are named in a response. */
  public static final int MOST_NAMED = 10;

  private static final int BYTES_OF_OBJECTS = 128;

  private final RowBlocks vectors;
  private final TrainingImages images;
  private final List<String> labels;
  private final Votes votes;
  private final long neighbourBytes;

  /**
   * A classifier.
   *
   * @param columns number of features
   * @param vectors of the training images, each of length 1 or zero. Shape [images, columns]
   * @param images in the order of the vectors
   * @param labels of the classes
   * @throws IllegalArgumentException if there is not a vector for each image
   */
  public KnnClassifier(
      int columns, float[] vectors, TrainingImages images, List<String> labels, Votes votes) {
    this.vectors = new RowBlocks(columns, vectors);
    this.images = images;
    this.labels = labels;
    this.votes = votes;
    if (this.vectors.rows() != images.classes().length || images.classes().length == 0) {
      throw new IllegalArgumentException(
          this.vectors.rows() + " vectors, but " + images.classes().length + " images");
    }
    int longest = images.paths().stream().mapToInt(String::length).max().orElse(0);
    this.neighbourBytes =
        (long) Math.min(MOST_NAMED, votes.neighbours())
            * (BYTES_OF_OBJECTS + (long) longest * Character.BYTES);
  }

  /** The images whose vectors it stores. */
  public TrainingImages images() {
    return images;
  }

  @Override
  public HeadKind kind() {
    return HeadKind.KNN;
  }

  @Override
  public int columns() {
    return vectors.columns();
  }

  @Override
  public int classes() {
    return labels.size();
  }

  @Override
  public Scores classify(float[] features) {
    List<Near> nearest = NearestRows.of(vectors, UnitVectors.of(features), votes.neighbours());
    double[] counts = new double[labels.size()];
    double all = 0;
    for (Near near : nearest) {
      double weight = Math.exp((near.cosine() - nearest.get(0).cosine()) / votes.temperature());
      counts[images.classes()[near.index()]] += weight;
      all += weight;
    }
    float[] shares = new float[counts.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (float) (counts[k] / all);
    }
    return new Scores(shares, named(nearest));
  }

  private List<Neighbour> named(List<Near> nearest) {
    List<Neighbour> named = new ArrayList<>();
    for (Near near : nearest.subList(0, Math.min(MOST_NAMED, nearest.size()))) {
      int of = images.classes()[near.index()];
      named.add(
          new Neighbour(
              images.paths().get(near.index()), of, labels.get(of), (float) near.cosine()));
    }
    return named;
  }

  @Override
  public long neighbourBytes() {
    return neighbourBytes;
  }

  @Override
  public Map<String, FloatTensor> tensors() {
    return Map.of(
        VECTORS,
        new FloatTensor(List.of((long) vectors.rows(), (long) columns()), vectors.values()));
  }

  @Override
  public void hash(MessageDigest digest) {
    digest.update(votes.toString().getBytes(StandardCharsets.UTF_8));
    vectors.hash(digest);
    ByteBuffer classes = ByteBuffer.allocate(images.classes().length * Integer.BYTES);
    classes.asIntBuffer().put(images.classes());
    digest.update(classes);
  }
}
