package dev.ijepa.models.head.training;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.TensorFlowRuntime;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The large products of training, on all cores. Its owner closes it.
 *
 * <p>The loss and its gradient are float64: they decide where the minimum is. Products with the
 * Hessian are float32: they only decide how fast it is found.
 *
 * <p>Everything that changes is fed: a weight that TensorFlow takes for constant is packed once and
 * then used for ever (TF_ONEDNN_ASSUME_FROZEN_WEIGHTS). The intercept is a column of ones in the
 * features, so that no product is followed by a bias that the two could be fused with.
 */
final class TrainingGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;

  TrainingGraph(TensorFlowRuntime runtime) {
    try {
      Ops tf = GraphOps.on(graph);
      Inputs inputs = Inputs.in(tf);
      loss(tf, inputs);
      curvature(tf, inputs);
      lossesAlong(tf, inputs);
      gram(tf, inputs);
      products(tf);
      inverse(tf);
      session = runtime.open(graph);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** What several of the computations are fed. */
  private record Inputs(
      Operand<TFloat32> features,
      Operand<TFloat32> weights,
      Operand<TFloat32> residuals,
      Operand<TInt32> classes,
      Operand<TFloat64> rowWeights) {
    static Inputs in(Ops tf) {
      return new Inputs(
          tf.withName("features").placeholder(TFloat32.class),
          tf.withName("weights").placeholder(TFloat32.class),
          tf.withName("residuals_before").placeholder(TFloat32.class),
          tf.withName("classes").placeholder(TInt32.class),
          tf.withName("row_weights").placeholder(TFloat64.class));
    }
  }

  private static void loss(Ops tf, Inputs inputs) {
    Operand<TFloat64> center = tf.withName("center").placeholder(TFloat64.class);
    Operand<TFloat64> point = tf.withName("point").placeholder(TFloat64.class);
    Operand<TFloat64> features =
        tf.math.sub(tf.dtypes.cast(inputs.features, TFloat64.class), center);
    Operand<TFloat64> logits = tf.linalg.matMul(features, point, MatMul.transposeB(true));
    SparseSoftmaxCrossEntropyWithLogits<TFloat64> entropy =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, inputs.classes);
    tf.withName("loss")
        .sum(tf.math.mul(entropy.loss(), inputs.rowWeights), tf.constant(new int[] {0}));
    Operand<TFloat64> residuals =
        tf.math.mul(entropy.backprop(), tf.expandDims(inputs.rowWeights, tf.constant(1)));
    tf.withName("residuals").dtypes.cast(residuals, TFloat32.class);
    tf.withName("gradient").linalg.matMul(residuals, features, MatMul.transposeA(true));
  }

  /**
   * With p the probabilities of a row and u its logits of the direction, p ∘ (u − p·u). Residuals
   * are p but for the right class, where they are p − 1, of which float32 keeps more digits. There
   * u is moved to 0, so that the residual of the right class counts nowhere.
   */
  private static void curvature(Ops tf, Inputs inputs) {
    Operand<TFloat32> rowWeights = tf.dtypes.cast(inputs.rowWeights, TFloat32.class);
    Operand<TFloat32> logits =
        tf.withName("logits")
            .linalg
            .matMul(inputs.features, inputs.weights, MatMul.transposeB(true));
    Operand<TInt32> rows = tf.range(tf.constant(0), tf.size(inputs.classes), tf.constant(1));
    Operand<TInt32> right = tf.stack(List.of(rows, inputs.classes), Stack.axis(1L));
    Operand<TFloat32> moved =
        tf.math.sub(logits, tf.expandDims(tf.gatherNd(logits, right), tf.constant(1)));
    Operand<TFloat32> mean =
        tf.math.div(tf.sum(tf.math.mul(inputs.residuals, moved), tf.constant(1)), rowWeights);
    Operand<TFloat32> others =
        tf.math.mul(inputs.residuals, tf.math.sub(moved, tf.expandDims(mean, tf.constant(1))));
    Operand<TFloat32> change = tf.tensorScatterNdSub(others, right, tf.math.mul(rowWeights, mean));
    tf.withName("curvature").linalg.matMul(change, inputs.features, MatMul.transposeA(true));
  }

  /** The sums of the losses at each of {@link StepSearch#STEPS}. */
  private static void lossesAlong(Ops tf, Inputs inputs) {
    Operand<TFloat32> change = tf.withName("change").placeholder(TFloat32.class);
    Operand<TFloat32> lengths = tf.withName("lengths").placeholder(TFloat32.class);
    Operand<TFloat32> start =
        tf.linalg.matMul(inputs.features, inputs.weights, MatMul.transposeB(true));
    Operand<TFloat32> slopes = tf.linalg.matMul(inputs.features, change, MatMul.transposeB(true));
    List<Operand<TFloat64>> sums = new ArrayList<>();
    for (int i = 0; i < StepSearch.STEPS; i++) {
      Operand<TFloat32> length =
          tf.slice(lengths, tf.constant(new int[] {0, i}), tf.constant(new int[] {1, 1}));
      Operand<TFloat32> logits = tf.math.add(start, tf.math.mul(slopes, length));
      Operand<TFloat32> losses =
          tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, inputs.classes).loss();
      Operand<TFloat64> weighted =
          tf.math.mul(tf.dtypes.cast(losses, TFloat64.class), inputs.rowWeights);
      sums.add(tf.sum(weighted, tf.constant(new int[] {0})));
    }
    tf.withName("losses_along").stack(sums);
  }

  /** Each row counts with p (1 − p) of the classes, as far as they have a share. */
  private static void gram(Ops tf, Inputs inputs) {
    Operand<TFloat32> shares = tf.withName("shares").placeholder(TFloat32.class);
    Operand<TFloat32> rowWeights =
        tf.expandDims(tf.dtypes.cast(inputs.rowWeights, TFloat32.class), tf.constant(1));
    Operand<TFloat32> variances =
        tf.math.sub(
            tf.math.abs(inputs.residuals),
            tf.math.div(tf.math.square(inputs.residuals), rowWeights));
    Operand<TFloat32> counted = tf.linalg.matMul(variances, shares);
    tf.withName("gram")
        .linalg
        .matMul(tf.math.mul(inputs.features, counted), inputs.features, MatMul.transposeA(true));
    tf.withName("diagonals")
        .linalg
        .matMul(variances, tf.math.square(inputs.features), MatMul.transposeA(true));
  }

  private static void products(Ops tf) {
    Operand<TFloat32> matrices = tf.withName("matrices").placeholder(TFloat32.class);
    Operand<TFloat32> columns = tf.withName("columns").placeholder(TFloat32.class);
    tf.withName("products").train.batchMatMul(matrices, columns, TFloat32.class);
  }

  private static void inverse(Ops tf) {
    Operand<TFloat64> matrix = tf.withName("matrix").placeholder(TFloat64.class);
    Operand<TFloat64> identity =
        tf.linalg.tensorDiag(tf.onesLike(tf.linalg.tensorDiagPart(matrix)));
    Operand<TFloat64> lower = tf.linalg.triangularSolve(tf.linalg.cholesky(matrix), identity);
    tf.withName("inverse")
        .dtypes
        .cast(tf.linalg.matMul(lower, lower, MatMul.transposeA(true)), TFloat32.class);
  }

  /**
   * The loss of a block at a point. The block keeps the residuals, for {@link #curvature} and
   * {@link #gram}.
   *
   * @param center what is subtracted from the features, shape [columns]
   * @param point shape [classes, columns]
   * @param gradient receives the gradient in addition to what it has, shape [classes × columns]
   * @return the sum of the weighted cross-entropies
   */
  double loss(TrainingBlock block, TFloat64 center, TFloat64 point, double[] gradient) {
    try (TFloat32 features = block.features()) {
      Result result =
          session
              .runner()
              .feed("features", features)
              .feed("center", center)
              .feed("point", point)
              .feed("classes", block.classes())
              .feed("row_weights", block.rowWeights())
              .fetch("loss")
              .fetch("gradient")
              .fetch("residuals")
              .run();
      block.keep((TFloat32) result.get(2));
      try (TFloat64 loss = (TFloat64) result.get(0);
          TFloat64 sums = (TFloat64) result.get(1)) {
        Tensors.addTo(gradient, sums);
        return loss.getDouble();
      }
    }
  }

  /**
   * Multiplies a direction by the Hessian of a block's loss, at the point of its residuals.
   *
   * @param direction shape [classes, columns]
   * @param product receives the product in addition to what it has, shape [classes × columns]
   */
  void curvature(TrainingBlock block, TFloat32 direction, double[] product) {
    try (Result result = withResiduals(block).feed("weights", direction).fetch("curvature").run()) {
      Tensors.addTo(product, (TFloat32) result.get(0));
    }
  }

  /**
   * The losses of a block at several steps along a direction.
   *
   * @param point shape [classes, columns]
   * @param direction shape [classes, columns]
   * @param steps shape [1, {@link StepSearch#STEPS}]
   * @param losses receives them in addition to what it has
   */
  void lossesAlong(
      TrainingBlock block, TFloat32 point, TFloat32 direction, TFloat32 steps, double[] losses) {
    try (Result result =
        session
            .runner()
            .feed("features", block.centered())
            .feed("classes", block.classes())
            .feed("row_weights", block.rowWeights())
            .feed("weights", point)
            .feed("change", direction)
            .feed("lengths", steps)
            .fetch("losses_along")
            .run()) {
      Tensors.addTo(losses, (TFloat64) result.get(0));
    }
  }

  /**
   * Adds up the blocks of the Hessian of some classes, at the point of the residuals.
   *
   * @param shares how much each class counts, shape [classes]
   * @param gram receives the sum in addition to what it has, shape [columns × columns]
   */
  void gram(TrainingBlock block, float[] shares, double[] gram) {
    try (TFloat32 column = Tensors.matrix(shares.length, shares);
        Result result = withResiduals(block).feed("shares", column).fetch("gram").run()) {
      Tensors.addTo(gram, (TFloat32) result.get(0));
    }
  }

  /**
   * The diagonals of the blocks of all classes, at the point of the residuals.
   *
   * @param diagonals receives them in addition to what it has, shape [classes × columns]
   */
  void diagonals(TrainingBlock block, double[] diagonals) {
    try (Result result = withResiduals(block).fetch("diagonals").run()) {
      Tensors.addTo(diagonals, (TFloat32) result.get(0));
    }
  }

  private Session.Runner withResiduals(TrainingBlock block) {
    return session
        .runner()
        .feed("features", block.centered())
        .feed("classes", block.classes())
        .feed("row_weights", block.rowWeights())
        .feed("residuals_before", block.residuals());
  }

  /**
   * A product with a transposed matrix: features [rows, columns] × weights [classes, columns]ᵀ.
   *
   * @return shape [rows × classes]
   */
  float[] logits(TFloat32 features, TFloat32 weights) {
    try (Result result =
        session
            .runner()
            .feed("features", features)
            .feed("weights", weights)
            .fetch("logits")
            .run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }

  /**
   * Multiplies matrices with a column each.
   *
   * @param matrices shape [classes, rows, rows]
   * @param columns shape [classes, rows, 1]
   * @return shape [classes × rows]
   */
  float[] products(TFloat32 matrices, TFloat32 columns) {
    try (Result result =
        session
            .runner()
            .feed("matrices", matrices)
            .feed("columns", columns)
            .fetch("products")
            .run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }

  /**
   * The inverse of a symmetric, positive definite matrix.
   *
   * @param matrix shape [n, n]
   * @return shape [n × n]
   */
  float[] inverse(TFloat64 matrix) {
    try (Result result = session.runner().feed("matrix", matrix).fetch("inverse").run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
