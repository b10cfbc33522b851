package dev.ijepa.models.encoder;

import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * The I-JEPA encoder: patches, transformer blocks, a final LayerNorm, and what is pooled from them.
 */
public final class Encoder {
  private static final int LAST_BLOCKS = 4;

  private final Ops tf;
  private final EncoderConfig config;
  private final TokenParts parts;
  private final PatchEmbedding patchEmbedding;
  private final List<TransformerBlock> blocks;
  private final LayerNorm norm;

  /**
   * Adds the encoder's parameters to a graph.
   *
   * @param parts into which the tokens of each image are divided, to be computed side by side
   */
  public Encoder(GraphBuilder graph, EncoderConfig config, ProcessorConfig processor, int parts) {
    GraphBuilder scope = graph.scope("encoder");
    this.tf = scope.tf();
    this.config = config;
    this.parts = TokenParts.of(config.tokens(), parts);
    patchEmbedding =
        new PatchEmbedding(scope.scope("patch_embedding"), config, processor, this.parts);
    blocks =
        IntStream.range(0, config.layers())
            .mapToObj(
                layer ->
                    new TransformerBlock(
                        scope.scope("layer_" + layer),
                        "encoder.layer." + layer,
                        config,
                        this.parts))
            .toList();
    norm =
        new LayerNorm(scope.scope("norm"), "layernorm", config.hiddenSize(), config.layerNormEps());
  }

  /**
   * Encodes pixels [B, H, W, 3].
   *
   * @return {@link Output#TOKENS}, {@link Output#EMBEDDING}, and {@link Output#EMBEDDING_LAST4} if
   *     there are four blocks
   */
  public Map<Output, Operand<TFloat32>> apply(Operand<TUint8> pixels) {
    List<Operand<TFloat32>> hidden = patchEmbedding.apply(pixels);
    List<List<Operand<TFloat32>>> blockOutputs = new ArrayList<>();
    for (TransformerBlock block : blocks) {
      hidden = block.apply(hidden);
      blockOutputs.add(hidden);
    }
    Map<Output, Operand<TFloat32>> outputs = new EnumMap<>(Output.class);
    Operand<TFloat32> tokens = byImage(hidden.stream().map(norm::apply).toList());
    outputs.put(Output.TOKENS, tokens);
    outputs.put(Output.EMBEDDING, meanOverTokens(tokens));
    if (blockOutputs.size() >= LAST_BLOCKS) {
      outputs.put(Output.EMBEDDING_LAST4, pooledLastBlocks(blockOutputs));
    }
    return outputs;
  }

  // Before the final LayerNorm, as transformers' hidden_states are.
  private Operand<TFloat32> pooledLastBlocks(List<List<Operand<TFloat32>>> blockOutputs) {
    int end = blockOutputs.size();
    return tf.concat(
        blockOutputs.subList(end - LAST_BLOCKS, end).stream()
            .map(block -> meanOverTokens(byImage(block)))
            .toList(),
        tf.constant(1));
  }

  /** Of each part [B·n, D] to [B, N, D]. */
  private Operand<TFloat32> byImage(List<Operand<TFloat32>> hidden) {
    List<Operand<TFloat32>> ofParts =
        IntStream.range(0, parts.count())
            .mapToObj(part -> byImage(hidden.get(part), part))
            .toList();
    return parts.count() == 1 ? ofParts.get(0) : tf.concat(ofParts, tf.constant(1));
  }

  private Operand<TFloat32> byImage(Operand<TFloat32> hidden, int part) {
    return tf.reshape(hidden, tf.array(-1, parts.sizes().get(part), config.hiddenSize()));
  }

  /** [B, N, D] to [B, D]. */
  private Operand<TFloat32> meanOverTokens(Operand<TFloat32> tokens) {
    return tf.math.mean(tokens, tf.constant(1));
  }
}
