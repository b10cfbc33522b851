package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * Multi-head attention of each image's tokens among themselves. H is the number of heads, S their
 * size.
 */
final class SelfAttention {
  private final Ops tf;
  private final EncoderConfig config;
  private final Linear queryKeyValue;
  private final Linear output;

  SelfAttention(GraphBuilder graph, String tensor, EncoderConfig config) {
    this.tf = graph.tf();
    this.config = config;
    int width = config.heads() * config.headSize();
    queryKeyValue =
        graph.linear(
            "query_key_value",
            List.of(
                tensor + ".attention.query",
                tensor + ".attention.key",
                tensor + ".attention.value"),
            config.hiddenSize(),
            width,
            config.qkvBias());
    output = graph.linear("output", tensor + ".output.dense", width, config.hiddenSize());
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloat32> apply(Operand<TFloat32> x) {
    Operand<TFloat32> split =
        tf.reshape(
            queryKeyValue.apply(x),
            tf.array(-1, config.tokens(), 3, config.heads(), config.headSize()));
    // [3, B, H, N, S]
    List<org.tensorflow.Output<TFloat32>> parts =
        tf.unstack(tf.linalg.transpose(split, tf.array(2, 0, 3, 1, 4)), 3L).output();
    Operand<TFloat32> scores =
        tf.train.batchMatMul(parts.get(0), parts.get(1), TFloat32.class, BatchMatMul.adjY(true));
    float scale = (float) (1 / Math.sqrt(config.headSize()));
    Operand<TFloat32> weights = tf.nn.softmax(tf.math.mul(scores, tf.constant(scale)));
    Operand<TFloat32> mixed = tf.train.batchMatMul(weights, parts.get(2), TFloat32.class);
    Operand<TFloat32> joined =
        tf.reshape(
            tf.linalg.transpose(mixed, tf.array(0, 2, 1, 3)),
            tf.array(-1, config.heads() * config.headSize()));
    return output.apply(joined);
  }
}
