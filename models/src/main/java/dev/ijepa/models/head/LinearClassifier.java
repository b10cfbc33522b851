package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** A weight for each class and feature, and a bias. Source: transformers' classifier. */
public final class LinearClassifier implements Classifier {
  static final String WEIGHT = "classifier.weight";
  static final String BIAS = "classifier.bias";

  private final RowBlocks weights;
  private final float[] bias;

  /** A classifier of these weights. */
  public LinearClassifier(LinearWeights linear) {
    this.weights = new RowBlocks(linear.columns(), linear.weights());
    this.bias = linear.bias().clone();
  }

  /** A copy of its weights. */
  public LinearWeights weights() {
    return new LinearWeights(classes(), columns(), weights.values(), bias.clone());
  }

  @Override
  public HeadKind kind() {
    return HeadKind.LINEAR;
  }

  @Override
  public int columns() {
    return weights.columns();
  }

  @Override
  public int classes() {
    return weights.rows();
  }

  @Override
  public Scores classify(float[] features) {
    float[] logits = bias.clone();
    weights.addProducts(features, logits);
    return new Scores(logits, List.of());
  }

  @Override
  public Map<String, FloatTensor> tensors() {
    return Map.of(
        WEIGHT,
        new FloatTensor(List.of((long) classes(), (long) columns()), weights.values()),
        BIAS,
        new FloatTensor(List.of((long) classes()), bias));
  }

  @Override
  public void hash(MessageDigest digest) {
    weights.hash(digest);
    ByteBuffer bytes = ByteBuffer.allocate(bias.length * Float.BYTES);
    bytes.asFloatBuffer().put(bias);
    digest.update(bytes);
  }
}
