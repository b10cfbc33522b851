package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.encoder.GraphBuilder.LinearPart;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Multi-head attention of each image's tokens among themselves. H is the number of heads, S their
 * size.
 */
final class SelfAttention {
  private final GraphBuilder graph;
  private final Ops tf;
  private final EncoderConfig config;
  private final Linear queryKeyValue;
  private final Linear output;

  SelfAttention(GraphBuilder graph, String tensor, EncoderConfig config) {
    this.graph = graph;
    this.tf = graph.tf();
    this.config = config;
    int width = config.heads() * config.headSize();
    queryKeyValue =
        graph.linear(
            "query_key_value",
            List.of(
                new LinearPart(
                    tensor + ".attention.query",
                    // The scores come out scaled: a pass over [B, H, N, N] less.
                    new Scaled((float) (1 / Math.sqrt(config.headSize())))),
                new LinearPart(tensor + ".attention.key", Layout.AS_STORED),
                new LinearPart(tensor + ".attention.value", Layout.AS_STORED)),
            config.hiddenSize(),
            width,
            config.qkvBias());
    output = graph.linear("output", tensor + ".output.dense", width, config.hiddenSize());
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloating> apply(Operand<TFloating> x) {
    Operand<TFloating> split =
        tf.reshape(
            queryKeyValue.apply(x),
            tf.array(-1, config.tokens(), 3, config.heads(), config.headSize()));
    // [3, B, H, N, S]
    List<org.tensorflow.Output<TFloating>> parts =
        tf.unstack(tf.linalg.transpose(split, tf.array(2, 0, 3, 1, 4)), 3L).output();
    Operand<TFloating> scores = product(parts.get(0), parts.get(1), true);
    Operand<TFloating> mixed = product(weights(scores), parts.get(2), false);
    Operand<TFloating> joined =
        tf.reshape(
            tf.linalg.transpose(mixed, tf.array(0, 2, 1, 3)),
            tf.array(-1, config.heads() * config.headSize()));
    return output.apply(joined);
  }

  /** Softmax of the scores, in float32. Shape [B, H, N, N], in and out. */
  private Operand<TFloating> weights(Operand<TFloating> scores) {
    return graph.narrow(tf.nn.softmax(graph.widen(scores)));
  }

  /**
   * a · b, or a · bᵀ, of the last two axes. TensorFlow Java has a class only for BatchMatMulV3,
   * which is not run by oneDNN on a CPU: in bf16 it takes three times as long.
   */
  private Operand<TFloating> product(
      Operand<TFloating> a, Operand<TFloating> b, boolean transposeB) {
    return tf.scope()
        .opBuilder("BatchMatMulV2", "BatchMatMul")
        .addInput(a.asOutput())
        .addInput(b.asOutput())
        .setAttr("adj_y", transposeB)
        .build()
        .output(0);
  }
}
