package dev.ijepa.models.head;

import dev.ijepa.models.encoder.GraphBuilder;
import dev.ijepa.models.encoder.Linear;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A linear classifier over the pooled embedding. Source: transformers'
 * IJepaForImageClassification.forward.
 */
public final class LinearHead {
  private final GraphBuilder graph;
  private final Linear classifier;

  /**
   * Adds the classifier's parameters to a graph.
   *
   * @param hiddenSize embedding dimension D
   * @param classes number of classes
   */
  public LinearHead(GraphBuilder graph, int hiddenSize, int classes) {
    this.graph = graph.scope("head");
    classifier = this.graph.linear("classifier", "classifier", hiddenSize, classes);
  }

  /** The embedding [B, D] to logits [B, classes]. */
  public Operand<TFloat32> apply(Operand<TFloat32> embedding) {
    return graph.widen(classifier.apply(graph.narrow(embedding)));
  }
}
