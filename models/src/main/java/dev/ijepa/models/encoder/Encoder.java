package dev.ijepa.models.encoder;

import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.EncoderConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The I-JEPA encoder: patches, transformer blocks, a final LayerNorm, and what is pooled from them.
 */
public final class Encoder {
  private static final int LAST_BLOCKS = 4;

  private final Ops tf;
  private final EncoderConfig config;
  private final PatchEmbedding patchEmbedding;
  private final List<TransformerBlock> blocks;
  private final LayerNorm norm;

  /** Adds the encoder's parameters to a graph. */
  public Encoder(GraphBuilder graph, EncoderConfig config) {
    GraphBuilder scope = graph.scope("encoder");
    this.tf = scope.tf();
    this.config = config;
    patchEmbedding = new PatchEmbedding(scope.scope("patch_embedding"), config);
    blocks =
        IntStream.range(0, config.layers())
            .mapToObj(
                layer ->
                    new TransformerBlock(
                        scope.scope("layer_" + layer), "encoder.layer." + layer, config))
            .toList();
    norm =
        new LayerNorm(scope.scope("norm"), "layernorm", config.hiddenSize(), config.layerNormEps());
  }

  /**
   * Encodes normalised pixels [B, H, W, 3].
   *
   * @return {@link Output#TOKENS}, {@link Output#EMBEDDING}, and {@link Output#EMBEDDING_LAST4} if
   *     there are four blocks
   */
  public Map<Output, Operand<TFloat32>> apply(Operand<TFloat32> pixels) {
    Operand<TFloat32> hidden = patchEmbedding.apply(pixels);
    List<Operand<TFloat32>> blockOutputs = new ArrayList<>();
    for (TransformerBlock block : blocks) {
      hidden = block.apply(hidden);
      blockOutputs.add(hidden);
    }
    Map<Output, Operand<TFloat32>> outputs = new EnumMap<>(Output.class);
    Operand<TFloat32> tokens = byImage(norm.apply(hidden));
    outputs.put(Output.TOKENS, tokens);
    outputs.put(Output.EMBEDDING, meanOverTokens(tokens));
    if (blockOutputs.size() >= LAST_BLOCKS) {
      outputs.put(Output.EMBEDDING_LAST4, pooledLastBlocks(blockOutputs));
    }
    return outputs;
  }

  // Before the final LayerNorm, as transformers' hidden_states are.
  private Operand<TFloat32> pooledLastBlocks(List<Operand<TFloat32>> blockOutputs) {
    int end = blockOutputs.size();
    return tf.concat(
        blockOutputs.subList(end - LAST_BLOCKS, end).stream()
            .map(block -> meanOverTokens(byImage(block)))
            .toList(),
        tf.constant(1));
  }

  /** [B·N, D] to [B, N, D]. */
  private Operand<TFloat32> byImage(Operand<TFloat32> hidden) {
    return tf.reshape(hidden, tf.array(-1, config.tokens(), config.hiddenSize()));
  }

  /** [B, N, D] to [B, D]. */
  private Operand<TFloat32> meanOverTokens(Operand<TFloat32> tokens) {
    return tf.math.mean(tokens, tf.constant(1));
  }
}
