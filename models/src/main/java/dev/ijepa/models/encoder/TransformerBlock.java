package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A pre-LayerNorm block: x + attention(norm(x)), then x + mlp(norm(x)). */
final class TransformerBlock {
  private final Ops tf;
  private final LayerNorm attentionNorm;
  private final SelfAttention attention;
  private final LayerNorm mlpNorm;
  private final Mlp mlp;

  TransformerBlock(GraphBuilder graph, String tensor, EncoderConfig config) {
    int width = config.hiddenSize();
    double epsilon = config.layerNormEps();
    tf = graph.tf();
    attentionNorm =
        new LayerNorm(graph.scope("attention_norm"), tensor + ".layernorm_before", width, epsilon);
    attention = new SelfAttention(graph.scope("attention"), tensor + ".attention", config);
    mlpNorm = new LayerNorm(graph.scope("mlp_norm"), tensor + ".layernorm_after", width, epsilon);
    mlp = new Mlp(graph.scope("mlp"), tensor, config);
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloat32> apply(Operand<TFloat32> x) {
    Operand<TFloat32> attended = tf.math.add(x, attention.apply(attentionNorm.apply(x)));
    return tf.math.add(attended, mlp.apply(mlpNorm.apply(attended)));
  }
}
