package dev.ijepa.models;

import java.util.stream.IntStream;

/**
 * What makes scores of a classifier's logits. Source: transformers' ImageClassificationPipeline.
 */
public enum HeadActivation {
  /** One class is right: scores in [0, 1] whose sum is 1. */
  SOFTMAX {
    @Override
    public double[] apply(float[] logits) {
      double max = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
      double[] scores =
          IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - max)).toArray();
      double sum = IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).sum();
      return IntStream.range(0, scores.length).mapToDouble(i -> scores[i] / sum).toArray();
    }
  },
  /** Each class is right or not, by itself: scores in [0, 1]. */
  SIGMOID {
    @Override
    public double[] apply(float[] logits) {
      return IntStream.range(0, logits.length)
          .mapToDouble(i -> 1 / (1 + Math.exp(-logits[i])))
          .toArray();
    }
  },
  /** Regression: the logits are the scores. */
  NONE {
    @Override
    public double[] apply(float[] logits) {
      return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
    }
  };

  /** The scores of one image. Shape [classes], in and out. */
  public abstract double[] apply(float[] logits);
}
