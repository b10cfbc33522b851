package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.encoder.Parameter.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;

/**
 * Cuts an image into patches, row by row, and gives each its token: a linear layer over its pixels,
 * plus its position. I-JEPA has no class token.
 */
final class PatchEmbedding {
  private static final String TENSOR = "embeddings.patch_embeddings.projection";

  private final GraphBuilder graph;
  private final Ops tf;
  private final EncoderConfig config;
  private final PixelNormalization normalization;
  private final TokenParts parts;
  private final Linear projection;
  private final Operand<TFloat32> positions;

  PatchEmbedding(
      GraphBuilder graph, EncoderConfig config, ProcessorConfig processor, TokenParts parts) {
    this.graph = graph;
    this.tf = graph.tf();
    this.config = config;
    this.normalization = new PixelNormalization(tf, processor);
    this.parts = parts;
    long width = config.hiddenSize();
    long side = config.patchSize();
    long channels = EncoderConfig.CHANNELS;
    Operand<TFloating> kernel =
        graph.parameter(
            "kernel",
            List.of(width, side * side * channels),
            List.of(
                new Part(
                    TENSOR + ".weight",
                    List.of(width, channels, side, side),
                    new ChannelsLast((int) channels, (int) (side * side)))));
    projection = new Linear(tf, kernel, graph.vector("bias", TENSOR + ".bias", width));
    positions = graph.widen(positions(graph, config));
  }

  private static Operand<TFloating> positions(GraphBuilder graph, EncoderConfig config) {
    long width = config.hiddenSize();
    long stored = (long) config.positionRows() * config.positionColumns();
    return graph.parameter(
        "positions",
        List.of(1L, (long) config.tokens(), width),
        List.of(
            new Part(
                "embeddings.position_embeddings",
                List.of(1L, stored, width),
                config.hasStoredPositions() ? Layout.AS_STORED : new ResampledPositions(config))));
  }

  /** Pixels [B, H, W, 3] to the hidden state, of each part [B·n, D]. */
  List<Operand<TFloat32>> apply(Operand<TUint8> pixels) {
    Operand<TFloat32> patches = patches(normalization.rescaled(pixels));
    return IntStream.range(0, parts.count()).mapToObj(part -> part(patches, part)).toList();
  }

  private Operand<TFloat32> part(Operand<TFloat32> patches, int part) {
    int values = patchValues();
    int tokens = parts.sizes().get(part);
    Operand<TFloat32> pixels =
        normalization.normalised(
            tf.reshape(ofPart(patches, part, values), tf.array(-1, values)), values);
    Operand<TFloat32> projected = graph.widen(projection.apply(graph.narrow(pixels)));
    Operand<TFloat32> placed =
        tf.math.add(
            tf.reshape(projected, tf.array(-1, tokens, config.hiddenSize())),
            ofPart(positions, part, config.hiddenSize()));
    return tf.reshape(placed, tf.array(-1, config.hiddenSize()));
  }

  /** [B, N, width] to [B, n, width]. */
  private Operand<TFloat32> ofPart(Operand<TFloat32> all, int part, int width) {
    return parts.count() == 1
        ? all
        : tf.slice(
            all, tf.array(0, parts.start(part), 0), tf.array(-1, parts.sizes().get(part), width));
  }

  /** [B, H, W, 3] to [B, N, side·side·3]. */
  private Operand<TFloat32> patches(Operand<TFloat32> pixels) {
    int side = config.patchSize();
    int rows = config.gridHeight();
    int columns = config.gridWidth();
    int patchRow = side * EncoderConfig.CHANNELS;
    // [B, rows, side, columns, side·3] to [B, rows, columns, side, side·3]
    Operand<TFloat32> patches =
        tf.linalg.transpose(
            tf.reshape(wholePatches(pixels), tf.array(-1, rows, side, columns, patchRow)),
            tf.array(0, 1, 3, 2, 4));
    return tf.reshape(patches, tf.array(-1, config.tokens(), patchValues()));
  }

  private int patchValues() {
    return config.patchSize() * config.patchSize() * EncoderConfig.CHANNELS;
  }

  /**
   * Pixels to the right and at the bottom that fill no patch are left out, as a strided convolution
   * does.
   */
  private Operand<TFloat32> wholePatches(Operand<TFloat32> pixels) {
    int height = config.gridHeight() * config.patchSize();
    int width = config.gridWidth() * config.patchSize();
    if (height == config.imageHeight() && width == config.imageWidth()) {
      return pixels;
    }
    return tf.slice(
        pixels, tf.array(0, 0, 0, 0), tf.array(-1, height, width, EncoderConfig.CHANNELS));
  }
}
