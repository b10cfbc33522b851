package dev.ijepa.models.head.training;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** An inverse for each class, of its block. It is the best near the minimum. */
final class ClassPreconditioner implements Preconditioner {
  private final TrainingGraph graph;
  private final int classes;
  private final int width;
  private final TFloat32 inverses;

  ClassPreconditioner(HessianBlocks blocks) {
    graph = blocks.graph();
    classes = blocks.classes();
    width = blocks.width();
    float[] all = new float[classes * width * width];
    for (int k = 0; k < classes; k++) {
      System.arraycopy(blocks.inverse(k), 0, all, k * width * width, width * width);
    }
    inverses = Tensors.tensor(Shape.of(classes, width, width), all);
  }

  @Override
  public double[] apply(double[] vector) {
    float[] between = Tensors.floats(Preconditioner.betweenClasses(classes, vector));
    try (TFloat32 columns = Tensors.tensor(Shape.of(classes, width, 1), between)) {
      double[] product = Tensors.doubles(graph.products(inverses, columns));
      return Preconditioner.betweenClasses(classes, product);
    }
  }

  @Override
  public void close() {
    inverses.close();
  }
}
