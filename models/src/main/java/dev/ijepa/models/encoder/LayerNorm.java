package dev.ijepa.models.encoder;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * (x − mean) / √(variance + ε) · gain + offset, over the last axis; in float32, its gain and offset
 * as stored.
 */
final class LayerNorm {
  private final Ops tf;
  private final Operand<TFloat32> gain;
  private final Operand<TFloat32> offset;
  private final float epsilon;

  LayerNorm(GraphBuilder graph, String tensor, int size, double epsilon) {
    this.tf = graph.tf();
    this.gain = graph.widen(graph.vector("gamma", tensor + ".weight", size));
    this.offset = graph.widen(graph.vector("beta", tensor + ".bias", size));
    this.epsilon = (float) epsilon;
  }

  /** Shape [M, D], in and out. */
  Operand<TFloat32> apply(Operand<TFloat32> x) {
    Operand<TFloat32> mean = tf.math.mean(x, tf.constant(-1), Mean.keepDims(true));
    Operand<TFloat32> centred = tf.math.sub(x, mean);
    Operand<TFloat32> variance =
        tf.math.mean(tf.math.square(centred), tf.constant(-1), Mean.keepDims(true));
    Operand<TFloat32> scale =
        tf.math.mul(tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))), gain);
    return tf.math.add(tf.math.mul(centred, scale), offset);
  }
}
