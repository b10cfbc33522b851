package dev.ijepa.models.head.training;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * One inverse for all classes: of the sum of their blocks of the Hessian, by the number of classes
 * minus one. Where all classes are equally probable, it is the inverse of the Hessian, but for what
 * is added to all classes alike. Its owner closes it.
 */
final class SharedPreconditioner implements UnaryOperator<double[]>, AutoCloseable {
  /** Of the mean of the diagonal: features that never vary would leave the matrix singular. */
  private static final double RIDGE = 1e-7;

  private final TrainingGraph graph;
  private final int classes;
  private final TFloat32 inverse;

  private SharedPreconditioner(TrainingGraph graph, int classes, TFloat32 inverse) {
    this.graph = graph;
    this.classes = classes;
    this.inverse = inverse;
  }

  /**
   * Computes the inverse at the point of the blocks' residuals.
   *
   * @param width features and the intercept
   * @param penalty 1 / C
   */
  static SharedPreconditioner of(
      TrainingGraph graph, List<TrainingBlock> blocks, int classes, int width, double penalty) {
    double[] hessian = new double[width * width];
    blocks.forEach(block -> graph.gram(block, hessian));
    double trace = 0;
    for (int i = 0; i < hessian.length; i++) {
      hessian[i] /= Math.max(1, classes - 1);
    }
    for (int i = 0; i < width; i++) {
      int diagonal = i * width + i;
      hessian[diagonal] += i < width - 1 ? penalty : 0;
      trace += hessian[diagonal];
    }
    for (int i = 0; i < width; i++) {
      hessian[i * width + i] += RIDGE * trace / width;
    }
    try (TFloat64 matrix = Tensors.wide(width, hessian)) {
      return new SharedPreconditioner(graph, classes, graph.inverse(matrix));
    }
  }

  @Override
  public double[] apply(double[] vector) {
    // The matrix is symmetric, so that the transposed one is the same.
    try (TFloat32 rows = Tensors.narrow(classes, vector)) {
      return Tensors.doubles(graph.logits(rows, inverse));
    }
  }

  @Override
  public void close() {
    inverse.close();
  }
}
