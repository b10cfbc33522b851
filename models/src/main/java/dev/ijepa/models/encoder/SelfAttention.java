package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.encoder.GraphBuilder.LinearPart;
import java.util.List;
import java.util.stream.IntStream;
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
  private final TokenParts parts;
  private final Linear queryKeyValue;
  private final Linear output;

  SelfAttention(GraphBuilder graph, String tensor, EncoderConfig config, TokenParts parts) {
    this.graph = graph;
    this.tf = graph.tf();
    this.config = config;
    this.parts = parts;
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

  /** Of each part [B·n, D], in and out. */
  List<Operand<TFloating>> apply(List<Operand<TFloating>> x) {
    List<Heads> heads =
        IntStream.range(0, parts.count())
            .mapToObj(part -> heads(x.get(part), parts.sizes().get(part)))
            .toList();
    // Here alone the parts of an image meet.
    Operand<TFloating> keys = joined(heads.stream().map(Heads::keys).toList());
    Operand<TFloating> values = joined(heads.stream().map(Heads::values).toList());
    return heads.stream().map(part -> attended(part.queries(), keys, values)).toList();
  }

  /** Each [B, H, n, S]. */
  private record Heads(
      Operand<TFloating> queries, Operand<TFloating> keys, Operand<TFloating> values) {}

  private Heads heads(Operand<TFloating> x, int tokens) {
    Operand<TFloating> split =
        tf.reshape(
            queryKeyValue.apply(x), tf.array(-1, tokens, 3, config.heads(), config.headSize()));
    // [3, B, H, n, S]
    List<org.tensorflow.Output<TFloating>> three =
        tf.unstack(tf.linalg.transpose(split, tf.array(2, 0, 3, 1, 4)), 3L).output();
    return new Heads(three.get(0), three.get(1), three.get(2));
  }

  /** [B, H, n, S] of each part to [B, H, N, S]. */
  private Operand<TFloating> joined(List<Operand<TFloating>> ofParts) {
    return parts.count() == 1 ? ofParts.get(0) : tf.concat(ofParts, tf.constant(2));
  }

  /** [B·n, D]. */
  private Operand<TFloating> attended(
      Operand<TFloating> queries, Operand<TFloating> keys, Operand<TFloating> values) {
    Operand<TFloating> mixed = product(weights(product(queries, keys, true)), values, false);
    return output.apply(
        tf.reshape(
            tf.linalg.transpose(mixed, tf.array(0, 2, 1, 3)),
            tf.array(-1, config.heads() * config.headSize())));
  }

  /** Softmax of the scores, in float32. Shape [B, H, n, N], in and out. */
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
