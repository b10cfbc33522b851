package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import java.util.List;
import java.util.stream.IntStream;
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

  TransformerBlock(GraphBuilder graph, String tensor, EncoderConfig config, TokenParts parts) {
    int width = config.hiddenSize();
    double epsilon = config.layerNormEps();
    this.graph = graph;
    attentionNorm =
        new LayerNorm(graph.scope("attention_norm"), tensor + ".layernorm_before", width, epsilon);
    attention = new SelfAttention(graph.scope("attention"), tensor + ".attention", config, parts);
    mlpNorm = new LayerNorm(graph.scope("mlp_norm"), tensor + ".layernorm_after", width, epsilon);
    mlp = new Mlp(graph.scope("mlp"), tensor, config);
  }

  /** Of each part [B·n, D], in and out. */
  List<Operand<TFloat32>> apply(List<Operand<TFloat32>> parts) {
    List<Operand<TFloating>> attention =
        this.attention.apply(
            parts.stream().map(x -> graph.narrow(attentionNorm.apply(x))).toList());
    return IntStream.range(0, parts.size())
        .mapToObj(part -> plus(parts.get(part), attention.get(part)))
        .map(x -> plus(x, mlp.apply(graph.narrow(mlpNorm.apply(x)))))
        .toList();
  }

  private Operand<TFloat32> plus(Operand<TFloat32> x, Operand<TFloating> branch) {
    return graph.tf().math.add(x, graph.widen(branch));
  }
}
