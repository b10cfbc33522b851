package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * A pre-LayerNorm block: x + attention(norm(x)), then x + mlp(norm(x)). x stays float32, or each
 * block would round it twice.
 */
final class TransformerBlock {
  private final GraphBuilder graph;
  private final LayerNorm attentionNorm;
  private final SelfAttention attention;
  private final LayerNorm mlpNorm;
  private final Mlp mlp;

  TransformerBlock(GraphBuilder graph, String tensor, EncoderConfig config) {
    int width = config.hiddenSize();
    double epsilon = config.layerNormEps();
    this.graph = graph;
    attentionNorm =
        new LayerNorm(graph.scope("attention_norm"), tensor + ".layernorm_before", width, epsilon);
    attention = new SelfAttention(graph.scope("attention"), tensor + ".attention", config);
    mlpNorm = new LayerNorm(graph.scope("mlp_norm"), tensor + ".layernorm_after", width, epsilon);
    mlp = new Mlp(graph.scope("mlp"), tensor, config);
  }

  /** Shape [B·N, D], in and out. */
  Operand<TFloat32> apply(Operand<TFloat32> x) {
    Operand<TFloat32> attended = plus(x, attention.apply(graph.narrow(attentionNorm.apply(x))));
    return plus(attended, mlp.apply(graph.narrow(mlpNorm.apply(attended))));
  }

  private Operand<TFloat32> plus(Operand<TFloat32> x, Operand<TFloating> branch) {
    return graph.tf().math.add(x, graph.widen(branch));
  }
}
