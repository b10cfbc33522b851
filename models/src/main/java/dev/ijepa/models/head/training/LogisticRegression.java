package dev.ijepa.models.head.training;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.LinearWeights;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.types.TFloat32;

/**
 * Fits multinomial logistic regressions with an L2 penalty on the same features. Its owner closes
 * it.
 *
 * <p>The problem is convex and is solved to convergence, so that neither a seed nor a learning rate
 * decides. The objective is scikit-learn's: the sum of the cross-entropies plus ‖W‖² / (2 C), free
 * intercepts.
 */
public final class LogisticRegression implements AutoCloseable {
  /** The predicted decrease of the objective, of its value, at which a fit ends. */
  private static final double TOLERANCE = 1e-7;

  /** As above, where strengths are compared: their log losses differ by far more. */
  private static final double ROUGH_TOLERANCE = 1e-4;

  /**
   * A classifier that was fitted.
   *
   * @param weights in the coordinates of the features
   * @param objective its value at the end
   * @param iterations of Newton's method
   * @param converged whether the minimum was reached before the limit of iterations
   */
  public record Fit(LinearWeights weights, double objective, int iterations, boolean converged) {}

  private final TrainingGraph graph;
  private final Examples examples;

  /** Prepares fits on some examples. */
  public LogisticRegression(Examples examples, TensorFlowRuntime runtime) {
    this.examples = examples;
    this.graph = new TrainingGraph(runtime);
  }

  /** What fits on the same rows share: with other penalties they begin at each other's ends. */
  public Path on(int[] rows) {
    return new Path(rows);
  }

  /** Fits on the same rows, with one penalty after the other. */
  public final class Path {
    private final int[] rows;
    private final double[] center;
    private double @Nullable [] last;

    private Path(int[] rows) {
      this.rows = rows.clone();
      center = examples.features().mean(rows);
    }

    /**
     * Fits a classifier.
     *
     * @param strength C, the inverse of the penalty's strength, above 0
     */
    public Fit fit(double strength) {
      return fit(strength, TOLERANCE);
    }

    /** As above, but near the minimum only: enough to compare strengths. */
    Fit fitRoughly(double strength) {
      return fit(strength, ROUGH_TOLERANCE);
    }

    private Fit fit(double strength, double tolerance) {
      try (CrossEntropy objective = new CrossEntropy(graph, examples, rows, center, strength)) {
        double[] start = last == null ? new double[objective.size()] : last;
        Minimum minimum = new TruncatedNewton(objective, start, tolerance).minimize();
        last = minimum.point();
        return new Fit(
            uncentered(minimum.point()),
            minimum.value(),
            minimum.iterations(),
            minimum.converged());
      }
    }

    private LinearWeights uncentered(double[] point) {
      int columns = center.length;
      int classes = examples.classCount();
      float[] weights = new float[classes * columns];
      float[] bias = new float[classes];
      for (int k = 0; k < classes; k++) {
        int row = k * (columns + 1);
        double intercept = point[row + columns];
        for (int column = 0; column < columns; column++) {
          weights[k * columns + column] = (float) point[row + column];
          intercept -= point[row + column] * center[column];
        }
        bias[k] = (float) intercept;
      }
      return new LinearWeights(classes, columns, weights, bias);
    }
  }

  /**
   * The logits of some rows.
   *
   * @return shape [rows, classes], row-major
   */
  public float[] logits(LinearWeights classifier, int[] rows) {
    int classes = classifier.classes();
    int columns = classifier.columns();
    float[] weights = new float[classes * (columns + 1)];
    for (int k = 0; k < classes; k++) {
      System.arraycopy(classifier.weights(), k * columns, weights, k * (columns + 1), columns);
      weights[k * (columns + 1) + columns] = classifier.bias()[k];
    }
    float[] logits = new float[rows.length * classes];
    int size = TrainingBlock.size(columns + 1, classes);
    try (TFloat32 classifierWeights = Tensors.matrix(classes, weights)) {
      for (int start = 0; start < rows.length; start += size) {
        int[] block = Arrays.copyOfRange(rows, start, Math.min(rows.length, start + size));
        float[] values = TrainingBlock.withOnes(examples.features(), block);
        try (TFloat32 features = Tensors.matrix(block.length, values)) {
          float[] part = graph.logits(features, classifierWeights);
          System.arraycopy(part, 0, logits, start * classes, part.length);
        }
      }
    }
    return logits;
  }

  @Override
  public void close() {
    graph.close();
  }
}
