package dev.ijepa.models.head.training;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.types.TFloat64;

/**
 * The parts of the Hessian that are about one class each, at the point whose loss was computed
 * last.
 *
 * @param classes number of classes
 * @param width features and the intercept
 * @param penalty 1 / C
 */
record HessianBlocks(
    TrainingGraph graph, List<TrainingBlock> images, int classes, int width, double penalty) {
  /** Of the mean of the diagonal: features that never vary would leave a matrix singular. */
  private static final double RIDGE = 1e-7;

  /** The inverse of the block of one class. Shape [width × width]. */
  float[] inverse(int of) {
    float[] share = new float[classes];
    share[of] = (float) classes / Math.max(1, classes - 1);
    return inverse(share);
  }

  /** The inverse of the mean of all blocks. Shape [width × width]. */
  float[] inverseOfMean() {
    float[] share = new float[classes];
    Arrays.fill(share, 1f / Math.max(1, classes - 1));
    return inverse(share);
  }

  /**
   * Without what is the same for all classes, the Hessian is larger than its blocks by classes /
   * (classes − 1), exactly where all classes are equally probable.
   */
  private float[] inverse(float[] share) {
    double[] block = new double[width * width];
    images.forEach(part -> graph.gram(part, share, block));
    double trace = 0;
    for (int i = 0; i < width; i++) {
      block[i * width + i] += i < width - 1 ? penalty : 0;
      trace += block[i * width + i];
    }
    for (int i = 0; i < width; i++) {
      block[i * width + i] += RIDGE * trace / width;
    }
    try (TFloat64 matrix = Tensors.wide(width, block)) {
      return graph.inverse(matrix);
    }
  }

  /** The inverses of the diagonals of all blocks. Shape [classes × width]. */
  double[] inverseDiagonals() {
    double[] diagonals = new double[classes * width];
    images.forEach(part -> graph.diagonals(part, diagonals));
    double sum = 0;
    for (int i = 0; i < diagonals.length; i++) {
      diagonals[i] += i % width < width - 1 ? penalty : 0;
      sum += diagonals[i];
    }
    double ridge = RIDGE * sum / diagonals.length;
    return Arrays.stream(diagonals).map(x -> 1 / (x + ridge)).toArray();
  }
}
