package dev.ijepa.models.head.training;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.TensorFlowRuntime;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The large products of training, in float32 on all cores, and the losses, in double. Its owner
 * closes it.
 *
 * <p>Everything that changes is fed: a weight that TensorFlow takes for constant is packed once and
 * then used for ever (TF_ONEDNN_ASSUME_FROZEN_WEIGHTS). The intercept is a column of ones in the
 * features, so that no product is followed by a bias that the two could be fused with.
 */
final class TrainingGraph implements AutoCloseable {
  /** What one evaluation over a block of rows gives. */
  interface LossReader {
    /**
     * Receives the sums of a block.
     *
     * @param losses of each row, shape [rows]
     * @param gradient of their weighted sum, shape [classes × columns]
     */
    void accept(double[] losses, float[] gradient);
  }

  private final Graph graph = new Graph();
  private final Session session;

  TrainingGraph(TensorFlowRuntime runtime) {
    try {
      build(GraphOps.on(graph));
      session = runtime.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private static void build(Ops tf) {
    Operand<TFloat32> features = tf.withName("features").placeholder(TFloat32.class);
    Operand<TFloat32> weights = tf.withName("weights").placeholder(TFloat32.class);
    Operand<TInt32> classes = tf.withName("classes").placeholder(TInt32.class);
    Operand<TFloat32> rowWeights = tf.withName("row_weights").placeholder(TFloat32.class);

    Operand<TFloat32> logits =
        tf.withName("logits").linalg.matMul(features, weights, MatMul.transposeB(true));
    // In double: the loss of an image that is classified well is the small difference of large
    // numbers.
    SparseSoftmaxCrossEntropyWithLogits<TFloat64> entropy =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(tf.dtypes.cast(logits, TFloat64.class), classes);
    tf.withName("losses").identity(entropy.loss());
    Operand<TFloat32> residuals =
        tf.math.mul(
            tf.dtypes.cast(entropy.backprop(), TFloat32.class),
            tf.expandDims(rowWeights, tf.constant(1)));
    tf.withName("gradient").linalg.matMul(residuals, features, MatMul.transposeA(true));
    tf.withName("gram").linalg.matMul(features, features, MatMul.transposeA(true));
  }

  /**
   * The cross-entropy of a softmax classifier.
   *
   * @param features shape [rows, columns]
   * @param weights shape [classes, columns]
   * @param classes the right class of each row
   * @param rowWeights how much each row counts
   */
  void crossEntropy(
      int rows,
      float[] features,
      float[] weights,
      int[] classes,
      float[] rowWeights,
      LossReader reader) {
    int columns = features.length / rows;
    try (TFloat32 x = matrix(rows, features);
        TFloat32 w = matrix(weights.length / columns, weights);
        TFloat32 s = TFloat32.tensorOf(Shape.of(rows));
        TInt32 y = TInt32.tensorOf(Shape.of(rows))) {
      s.asRawTensor().data().asFloats().write(rowWeights);
      y.asRawTensor().data().asInts().write(classes);
      try (Result result =
          session
              .runner()
              .feed("features", x)
              .feed("weights", w)
              .feed("classes", y)
              .feed("row_weights", s)
              .fetch("losses")
              .fetch("gradient")
              .run()) {
        double[] losses = new double[rows];
        ((TFloat64) result.get(0)).asRawTensor().data().asDoubles().read(losses);
        reader.accept(losses, floats((TFloat32) result.get(1)));
      }
    }
  }

  /** The transposed features times themselves. Shape [columns, columns]. */
  float[] gram(int rows, float[] features) {
    try (TFloat32 x = matrix(rows, features);
        Result result = session.runner().feed("features", x).fetch("gram").run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  /**
   * A product with a transposed matrix: features [rows, columns] × weights [classes, columns]ᵀ.
   *
   * @return shape [rows, classes]
   */
  float[] logits(int rows, float[] features, float[] weights) {
    int columns = features.length / rows;
    try (TFloat32 x = matrix(rows, features);
        TFloat32 w = matrix(weights.length / columns, weights);
        Result result =
            session.runner().feed("features", x).feed("weights", w).fetch("logits").run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  private static TFloat32 matrix(int rows, float[] values) {
    TFloat32 matrix = TFloat32.tensorOf(Shape.of(rows, values.length / rows));
    matrix.asRawTensor().data().asFloats().write(values);
    return matrix;
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
