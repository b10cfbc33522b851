package dev.ijepa.models.head;

import dev.ijepa.models.Hashes;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.FloatTensors;
import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A linear classifier over a pooled output of the encoder, which is not part of the model's graph.
 * Immutable; safe for use by many threads.
 *
 * <p>Its folder holds {@code head.json} and {@code head.safetensors}, whose tensors have the names
 * of transformers' IJepaForImageClassification.
 */
public final class Head {
  private static final String WEIGHTS = "head.safetensors";
  private static final String WEIGHT = "classifier.weight";
  private static final String BIAS = "classifier.bias";

  private final HeadManifest manifest;
  private final LinearWeights linear;
  // [columns, classes]: a product adds up rows, which the processor does several values at a time.
  private final float[] transposed;

  /**
   * A head.
   *
   * @throws IllegalArgumentException if the weights have not a class for each label
   */
  public Head(HeadManifest manifest, LinearWeights linear) {
    if (linear.classes() != manifest.labels().size()) {
      throw new IllegalArgumentException(
          linear.classes() + " classes, but " + manifest.labels().size() + " labels");
    }
    this.manifest = manifest;
    this.linear = linear;
    this.transposed = transposed(linear);
  }

  private static float[] transposed(LinearWeights linear) {
    float[] transposed = new float[linear.weights().length];
    for (int k = 0; k < linear.classes(); k++) {
      for (int column = 0; column < linear.columns(); column++) {
        transposed[column * linear.classes() + k] = linear.weights()[k * linear.columns() + column];
      }
    }
    return transposed;
  }

  /**
   * Reads a head's folder.
   *
   * @throws CheckpointException if the folder is no head of this project, or damaged
   */
  public static Head read(Path folder) throws IOException {
    HeadManifest manifest = HeadManifest.read(folder);
    Path file = folder.resolve(WEIGHTS);
    Map<String, FloatTensor> tensors = FloatTensors.read(file);
    FloatTensor weight = tensor(tensors, WEIGHT, file);
    FloatTensor bias = tensor(tensors, BIAS, file);
    long classes = manifest.labels().size();
    if (weight.shape().size() != 2
        || weight.shape().get(0) != classes
        || !bias.shape().equals(List.of(classes))) {
      throw new CheckpointException(
          "%s: %s is %s and %s is %s, but the head has %d labels"
              .formatted(file, WEIGHT, weight.shape(), BIAS, bias.shape(), classes));
    }
    return new Head(
        manifest,
        new LinearWeights(
            (int) classes, Math.toIntExact(weight.shape().get(1)), weight.values(), bias.values()));
  }

  private static FloatTensor tensor(Map<String, FloatTensor> tensors, String name, Path file)
      throws CheckpointException {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(
          "%s has no tensor %s; it has %s".formatted(file, name, tensors.keySet()));
    }
    return tensor;
  }

  /** Writes the files of the head into a folder that exists. */
  public void write(Path folder) throws IOException {
    FloatTensors.write(
        folder.resolve(WEIGHTS),
        Map.of(
            WEIGHT,
            new FloatTensor(List.of((long) linear.classes(), (long) columns()), linear.weights()),
            BIAS,
            new FloatTensor(List.of((long) linear.classes()), linear.bias())));
    // Last: without it the folder is no head.
    manifest.write(folder);
  }

  /** What it is. */
  public HeadManifest manifest() {
    return manifest;
  }

  /** Its weights, in the coordinates of the features. */
  public LinearWeights weights() {
    return linear;
  }

  /**
   * A hash of all that changes scores: the features that it is given, and its weights. 64
   * hexadecimal digits.
   *
   * @param features the fingerprint of the model that computes the features
   */
  public String fingerprint(String features) {
    MessageDigest digest = Hashes.newSha256();
    String kind = features + ' ' + manifest.input() + ' ' + manifest.activation();
    digest.update(kind.getBytes(StandardCharsets.UTF_8));
    for (float[] values : List.of(linear.weights(), linear.bias())) {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The number of features that it takes. */
  public int columns() {
    return linear.columns();
  }

  /**
   * The logits of one image.
   *
   * @param features shape [columns]
   * @return shape [classes]
   * @throws IllegalArgumentException if the features are of another dimension
   */
  public float[] logits(float[] features) {
    if (features.length != columns()) {
      throw new IllegalArgumentException(
          "a head for " + columns() + " features got " + features.length);
    }
    int classes = linear.classes();
    float[] logits = linear.bias().clone();
    for (int column = 0; column < features.length; column++) {
      float x = features[column];
      int start = column * classes;
      for (int k = 0; k < classes; k++) {
        logits[k] += x * transposed[start + k];
      }
    }
    return logits;
  }
}
