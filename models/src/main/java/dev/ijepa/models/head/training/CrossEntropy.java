package dev.ijepa.models.head.training;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The objective of logistic regression: the weighted sum of the cross-entropies of some images,
 * plus ‖W‖² / (2 C). The intercepts are not penalised. Source: scikit-learn's LogisticRegression.
 * Its owner closes it.
 *
 * <p>A point holds [classes, columns + 1] values, row-major: the weights of a class, then its
 * intercept. The features are centred on {@code center}, which changes the intercepts alone and
 * makes the problem easier.
 */
final class CrossEntropy implements Objective, AutoCloseable {
  private final TrainingGraph graph;
  private final List<TrainingBlock> blocks;
  private final TFloat64 center;
  private final int classes;
  private final int width;
  private final double strength;
  private final PreconditionerChoice preconditioners;

  /**
   * Prepares the objective.
   *
   * @param rows the images that count
   * @param center what is subtracted from the features, shape [columns]
   * @param strength C, the inverse of the penalty's strength
   */
  CrossEntropy(
      TrainingGraph graph, Examples examples, int[] rows, double[] center, double strength) {
    this.graph = graph;
    this.blocks = TrainingBlock.of(examples, rows, center);
    this.center = Tensors.wide(1, Arrays.copyOf(center, center.length + 1));
    this.classes = examples.classCount();
    this.width = center.length + 1;
    this.strength = strength;
    HessianBlocks hessian = new HessianBlocks(graph, blocks, classes, width, 1 / strength);
    this.preconditioners = new PreconditionerChoice(hessian, rows.length);
  }

  /** The number of values of a point. */
  int size() {
    return classes * width;
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    Arrays.fill(gradient, 0);
    addPenalty(point, gradient);
    // The gradient of the penalty is W / C.
    double value = Vectors.dot(point, gradient) / 2;
    try (TFloat64 weights = Tensors.wide(classes, point)) {
      for (TrainingBlock block : blocks) {
        value += graph.loss(block, center, weights, gradient);
      }
    }
    return value;
  }

  @Override
  public double[] valuesAlong(double[] point, double[] direction, double[] steps) {
    double[] values = penaltiesAlong(point, direction, steps);
    try (TFloat32 weights = Tensors.narrow(classes, point);
        TFloat32 change = Tensors.narrow(classes, direction);
        TFloat32 lengths = Tensors.matrix(1, Tensors.floats(steps))) {
      for (TrainingBlock block : blocks) {
        graph.lossesAlong(block, weights, change, lengths, values);
      }
    }
    return values;
  }

  private double[] penaltiesAlong(double[] point, double[] direction, double[] steps) {
    double[] ofPoint = new double[point.length];
    double[] ofDirection = new double[point.length];
    addPenalty(point, ofPoint);
    addPenalty(direction, ofDirection);
    double constant = Vectors.dot(point, ofPoint) / 2;
    double linear = Vectors.dot(point, ofDirection);
    double square = Vectors.dot(direction, ofDirection) / 2;
    return Arrays.stream(steps)
        .map(step -> constant + step * linear + step * step * square)
        .toArray();
  }

  @Override
  public double[] curvature(double[] direction) {
    preconditioners.countProduct();
    double[] product = new double[direction.length];
    addPenalty(direction, product);
    try (TFloat32 weights = Tensors.narrow(classes, direction)) {
      for (TrainingBlock block : blocks) {
        graph.curvature(block, weights, product);
      }
    }
    return product;
  }

  /** Adds the penalty's Hessian times a vector. */
  private void addPenalty(double[] vector, double[] product) {
    for (int i = 0; i < vector.length; i++) {
      if (i % width != width - 1) {
        product[i] += vector[i] / strength;
      }
    }
  }

  @Override
  public Preconditioner preconditioner() {
    return preconditioners.next();
  }

  @Override
  public void close() {
    preconditioners.close();
    blocks.forEach(TrainingBlock::close);
    center.close();
  }
}
