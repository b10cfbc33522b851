package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.Activation;
import dev.ijepa.models.checkpoint.EncoderConfig;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Two linear layers with the activation between them. */
final class Mlp {
  private static final float TANH_CUBIC = 0.044715f;
  private static final float QUICK_GELU_SLOPE = 1.702f;

  private final GraphBuilder graph;
  private final Ops tf;
  private final Activation activation;
  private final Linear up;
  private final Linear down;

  Mlp(GraphBuilder graph, String tensor, EncoderConfig config) {
    this.graph = graph;
    this.tf = graph.tf();
    this.activation = config.activation();
    int width = config.intermediateSize();
    up = graph.linear("up", tensor + ".intermediate.dense", config.hiddenSize(), width);
    down = graph.linear("down", tensor + ".output.dense", width, config.hiddenSize());
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloating> apply(Operand<TFloating> x) {
    return down.apply(activate(up.apply(x)));
  }

  private Operand<TFloating> activate(Operand<TFloating> x) {
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
  private Operand<TFloating> halfOfOnePlus(Operand<TFloating> x) {
    return scaled(tf.math.add(x, graph.constant(1)), 0.5);
  }

  private Operand<TFloating> tanhArgument(Operand<TFloating> x) {
    Operand<TFloating> cube = tf.math.mul(tf.math.square(x), x);
    return scaled(tf.math.add(x, scaled(cube, TANH_CUBIC)), Math.sqrt(2 / Math.PI));
  }

  private Operand<TFloating> scaled(Operand<TFloating> x, double factor) {
    return tf.math.mul(x, graph.constant(factor));
  }
}
