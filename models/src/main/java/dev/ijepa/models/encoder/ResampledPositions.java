package dev.ijepa.models.encoder;

import dev.ijepa.models.checkpoint.EncoderConfig;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Position embeddings [1, N, D] of one grid of patches, to those of another: bicubic, and without
 * antialiasing where the grid shrinks. Source: transformers' interpolate_pos_encoding, which is
 * torch's interpolate(mode="bicubic", align_corners=False).
 */
record ResampledPositions(EncoderConfig config) implements Layout {
  @Override
  public ByteBuffer arrange(ByteBuffer stored) {
    int width = config.hiddenSize();
    CubicTaps[] rows = CubicTaps.along(config.positionRows(), config.gridHeight());
    CubicTaps[] columns = CubicTaps.along(config.positionColumns(), config.gridWidth());
    FloatBuffer from = stored.asFloatBuffer();
    ByteBuffer arranged =
        ByteBuffer.allocate(config.tokens() * width * Float.BYTES).order(stored.order());
    double[] sum = new double[width];
    for (CubicTaps row : rows) {
      for (CubicTaps column : columns) {
        mix(from, row, column, sum);
        for (double value : sum) {
          arranged.putFloat((float) value);
        }
      }
    }
    return arranged.flip();
  }

  private void mix(FloatBuffer from, CubicTaps row, CubicTaps column, double[] sum) {
    Arrays.fill(sum, 0);
    for (int y = 0; y < CubicTaps.COUNT; y++) {
      for (int x = 0; x < CubicTaps.COUNT; x++) {
        int token = row.index(y) * config.positionColumns() + column.index(x);
        double weight = row.weight(y) * column.weight(x);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * from.get(token * sum.length + i);
        }
      }
    }
  }
}
