package dev.ijepa.models.head.training;

import org.tensorflow.types.TFloat32;

/**
 * One inverse for all classes, of the mean of their blocks. It is good where all classes are as
 * probable as each other, as at the start.
 */
final class SharedPreconditioner implements Preconditioner {
  private final TrainingGraph graph;
  private final int classes;
  private final TFloat32 inverse;

  SharedPreconditioner(HessianBlocks blocks) {
    graph = blocks.graph();
    classes = blocks.classes();
    inverse = Tensors.matrix(blocks.width(), blocks.inverseOfMean());
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
