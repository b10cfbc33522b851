package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.Activation;
import dev.ijepa.models.checkpoint.EncoderConfig;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Two linear layers with the activation between them. */
final class Mlp {
  private static final float TANH_CUBIC = 0.044715f;
  private static final float QUICK_GELU_SLOPE = 1.702f;

  private final Ops tf;
  private final Activation activation;
  private final Linear up;
  private final Linear down;

  Mlp(GraphBuilder graph, String tensor, EncoderConfig config) {
    this.tf = graph.tf();
    this.activation = config.activation();
    int width = config.intermediateSize();
    up = graph.linear("up", tensor + ".intermediate.dense", config.hiddenSize(), width);
    down = graph.linear("down", tensor + ".output.dense", width, config.hiddenSize());
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloat32> apply(Operand<TFloat32> x) {
    return down.apply(activate(up.apply(x)));
  }

  private Operand<TFloat32> activate(Operand<TFloat32> x) {
    return switch (activation) {
      case GELU -> tf.math.mul(halfOfOnePlus(tf.math.erf(scaled(x, Math.sqrt(0.5)))), x);
      case GELU_NEW, GELU_PYTORCH_TANH ->
          tf.math.mul(halfOfOnePlus(tf.math.tanh(tanhArgument(x))), x);
      case QUICK_GELU -> tf.math.mul(x, tf.math.sigmoid(scaled(x, QUICK_GELU_SLOPE)));
      case RELU -> tf.nn.relu(x);
      case SILU -> tf.math.mul(x, tf.math.sigmoid(x));
    };
  }

  // In just this order TensorFlow recognises the exact GELU and fuses it with the product before
  // it.
  private Operand<TFloat32> halfOfOnePlus(Operand<TFloat32> x) {
    return scaled(tf.math.add(x, tf.constant(1f)), 0.5);
  }

  private Operand<TFloat32> tanhArgument(Operand<TFloat32> x) {
    Operand<TFloat32> cube = tf.math.mul(tf.math.square(x), x);
    return scaled(tf.math.add(x, scaled(cube, TANH_CUBIC)), Math.sqrt(2 / Math.PI));
  }

  private Operand<TFloat32> scaled(Operand<TFloat32> x, double factor) {
    return tf.math.mul(x, tf.constant((float) factor));
  }
}
