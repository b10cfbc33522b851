package dev.ijepa.client;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The features of one image.
 *
 * <p>{@link #vector()} is the pooled output: {@link EmbedOutput#EMBEDDING} if it was asked for,
 * otherwise {@link EmbedOutput#EMBEDDING_LAST4}. What else was asked for is in {@link #outputs()}.
 *
 * <pre>{@code
 * double similarity = client.embed(cat).cosine(client.embed(dog));
 * }</pre>
 */
public final class Embedding {
  private final Map<EmbedOutput, Tensor> outputs;
  private final ModelIdentity model;
  private final ItemTimings timings;
  private final Set<Integer> emptyRegions;

  Embedding(
      Map<EmbedOutput, Tensor> outputs,
      ModelIdentity model,
      ItemTimings timings,
      Set<Integer> emptyRegions) {
    this.emptyRegions = emptyRegions;
    this.outputs = Collections.unmodifiableMap(new EnumMap<>(outputs));
    this.model = model;
    this.timings = timings;
  }

  /**
   * A copy of the pooled vector. Shape [D], or [4 D] for the last four blocks.
   *
   * @throws IllegalStateException if no pooled output was asked for
   */
  public float[] vector() {
    return pooled().toArray();
  }

  /**
   * The length of the vector.
   *
   * @throws IllegalStateException if no pooled output was asked for
   */
  public int dimension() {
    return pooled().size();
  }

  /**
   * The Euclidean norm of the vector; about 1 if normalisation was asked for.
   *
   * @throws IllegalStateException if no pooled output was asked for
   */
  public double norm() {
    return pooled().norm();
  }

  /**
   * The cosine of the angle between two vectors, in [-1, 1]; 0 if one of them is zero.
   *
   * @throws IllegalArgumentException if the two were not computed by exactly the same model, or are
   *     not the same output: their numbers mean different things
   * @throws IllegalStateException if no pooled output was asked for
   */
  public double cosine(Embedding other) {
    if (!model.fingerprint().equals(other.model.fingerprint())) {
      throw new IllegalArgumentException(
          "not comparable, they are of different models: %s and %s".formatted(model, other.model));
    }
    if (pooledOutput() != other.pooledOutput()) {
      throw new IllegalArgumentException(
          "not comparable, they are different outputs: %s and %s"
              .formatted(pooledOutput(), other.pooledOutput()));
    }
    double norms = norm() * other.norm();
    return norms == 0 ? 0 : Math.max(-1, Math.min(1, pooled().dot(other.pooled()) / norms));
  }

  /** All outputs that were asked for. */
  public Map<EmbedOutput, Tensor> outputs() {
    return outputs;
  }

  /**
   * One output.
   *
   * @throws IllegalStateException if it was not asked for
   */
  public Tensor output(EmbedOutput output) {
    Tensor tensor = outputs.get(output);
    if (tensor == null) {
      throw new IllegalStateException(
          "%s was not asked for, only %s".formatted(output, outputs.keySet()));
    }
    return tensor;
  }

  /**
   * The features of the image's regions, one in a row. Shape [R, D].
   *
   * @throws IllegalStateException if the image was sent without regions
   */
  public Tensor regions() {
    Tensor regions = outputs.get(EmbedOutput.REGIONS);
    if (regions == null) {
      throw new IllegalStateException("the image was sent without regions");
    }
    return regions;
  }

  /** The indexes of the regions that cover nothing of the image; their rows are zeros. */
  public Set<Integer> emptyRegions() {
    return emptyRegions;
  }

  /** The model that computed it. */
  public ModelIdentity model() {
    return model;
  }

  /** Where the server's time went. */
  public ItemTimings timings() {
    return timings;
  }

  private Tensor pooled() {
    return output(pooledOutput());
  }

  private EmbedOutput pooledOutput() {
    boolean last4Only =
        outputs.containsKey(EmbedOutput.EMBEDDING_LAST4)
            && !outputs.containsKey(EmbedOutput.EMBEDDING);
    return last4Only ? EmbedOutput.EMBEDDING_LAST4 : EmbedOutput.EMBEDDING;
  }

  @Override
  public String toString() {
    return "Embedding" + outputs + " of " + model;
  }
}
