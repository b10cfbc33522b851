package dev.ijepa.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The position embeddings that I-JEPA is trained with, which are computed, not learned: of D
 * dimensions the first half encodes a patch's column, the second its row, each by D/4 sines and D/4
 * cosines of falling frequency. Source: Meta's get_2d_sincos_pos_embed.
 */
record SinCosPositions(EncoderConfig config) {
  private static final String TENSOR = "embeddings.position_embeddings";
  private static final double BASE = 10_000;

  /** Above what storing them in bf16 costs, 2e-3, and far below what any other table is off. */
  private static final double TOLERANCE = 1e-2;

  /** What is to be said of a checkpoint whose positions are others. */
  Optional<String> warning(Weights weights) throws IOException {
    long patches = (long) config.positionRows() * config.positionColumns();
    List<Long> shape = List.of(1L, patches, (long) config.hiddenSize());
    if (!weights.names().contains(TENSOR) || !weights.shape(TENSOR).equals(shape)) {
      return Optional.empty(); // Refused by name when the parameters are matched.
    }
    double distance = distance(weights.readFloats(TENSOR));
    return distance <= TOLERANCE
        ? Optional.empty()
        : Optional.of(
            "the position embeddings are not the 2-D sin-cos ones of I-JEPA (relative L2 %.1e): this is right only if the checkpoint learned its own"
                .formatted(distance));
  }

  /** Relative L2 from the right ones to these, float32. */
  private double distance(ByteBuffer positions) {
    double difference = 0;
    double norm = 0;
    for (int row = 0; row < config.positionRows(); row++) {
      for (int column = 0; column < config.positionColumns(); column++) {
        for (int dimension = 0; dimension < config.hiddenSize(); dimension++) {
          double expected = value(row, column, dimension);
          difference += Math.pow(positions.getFloat() - expected, 2);
          norm += expected * expected;
        }
      }
    }
    return Math.sqrt(difference / norm);
  }

  private double value(int row, int column, int dimension) {
    int quarter = Math.max(1, config.hiddenSize() / 4);
    int position = dimension < 2 * quarter ? column : row;
    double angle = position / Math.pow(BASE, (double) (dimension % quarter) / quarter);
    return dimension / quarter % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
  }
}
