package dev.ijepa.models.head.training;

import java.util.Arrays;

/**
 * The objective of logistic regression: the weighted sum of the cross-entropies of some images,
 * plus ‖W‖² / (2 C). The intercepts are not penalised. Source: scikit-learn's LogisticRegression.
 *
 * <p>A point holds [classes, columns + 1] values, row-major: the weights of a class, then its
 * intercept. The features are centred on {@code center}, which changes the intercepts alone and
 * makes the problem easier.
 */
final class CrossEntropy implements Objective {
  private final TrainingGraph graph;
  private final Examples examples;
  private final int[] rows;
  private final double[] center;
  private final double strength;
  private final int width;
  private final float[] preconditioner;

  /**
   * Prepares the objective.
   *
   * @param rows the images that count
   * @param center what is subtracted from the features, shape [columns]
   * @param covariance of the images' features
   * @param strength C, the inverse of the penalty's strength
   */
  CrossEntropy(
      TrainingGraph graph,
      Examples examples,
      int[] rows,
      double[] center,
      Covariance covariance,
      double strength) {
    this.graph = graph;
    this.examples = examples;
    this.rows = rows;
    this.center = center;
    this.strength = strength;
    this.width = center.length + 1;
    // Where all classes are equally probable, the Hessian of each class is this share of n.
    int classes = examples.classCount();
    double share = examples.weight(rows) * (classes - 1) / classes / classes;
    this.preconditioner = covariance.inverse(share, 1 / strength);
  }

  /** The number of values of a point. */
  int size() {
    return examples.classCount() * width;
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    float[] weights = narrow(point);
    Arrays.fill(gradient, 0);
    double[] value = {penalty(point, gradient)};
    for (int start = 0; start < rows.length; start += Blocks.ROWS) {
      int[] block = Arrays.copyOfRange(rows, start, Math.min(rows.length, start + Blocks.ROWS));
      int[] classes = new int[block.length];
      float[] rowWeights = new float[block.length];
      for (int i = 0; i < block.length; i++) {
        classes[i] = examples.classes()[block[i]];
        rowWeights[i] = (float) examples.classWeights()[classes[i]];
      }
      graph.crossEntropy(
          block.length,
          Blocks.centered(examples.features(), block, center),
          weights,
          classes,
          rowWeights,
          (losses, blockGradient) -> {
            for (int i = 0; i < losses.length; i++) {
              value[0] += rowWeights[i] * losses[i];
            }
            for (int i = 0; i < gradient.length; i++) {
              gradient[i] += blockGradient[i];
            }
          });
    }
    return value[0];
  }

  /** Adds the gradient of the penalty, and returns the penalty. */
  private double penalty(double[] point, double[] gradient) {
    double squares = 0;
    for (int i = 0; i < point.length; i++) {
      boolean intercept = i % width == width - 1;
      if (!intercept) {
        squares += point[i] * point[i];
        gradient[i] += point[i] / strength;
      }
    }
    return squares / (2 * strength);
  }

  @Override
  public double[] precondition(double[] vector) {
    // The matrix is symmetric, so that the transposed one is the same.
    float[] product = graph.logits(examples.classCount(), narrow(vector), preconditioner);
    double[] wide = new double[product.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = product[i];
    }
    return wide;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
