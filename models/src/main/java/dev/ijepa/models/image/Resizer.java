package dev.ijepa.models.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pillow's {@code Image.resize} of RGB uint8, bit for bit: first across, rounded to uint8, then
 * down, rounded again; a direction that keeps its size is skipped.
 *
 * <p>Rows are read once, from the top, and added to the output rows that they take part in, so that
 * memory is bounded by the output and not by the input.
 */
final class Resizer {
  private final ResampleWeightsCache cache = new ResampleWeightsCache();

  /**
   * Resizes an image.
   *
   * @param target gets height × width × 3 bytes, and its position moves behind them
   */
  void resize(RgbImage source, ImageSpec spec, ByteBuffer target) {
    boolean across = source.width() != spec.width();
    boolean down = source.height() != spec.height();
    if (!across && !down) {
      copy(source, target);
    } else if (spec.resample() == Resample.NEAREST) {
      NearestResizer.resize(source, spec, target);
    } else {
      RowReader rows =
          new RowReader(
              source, across ? cache.get(source.width(), spec.width(), spec.resample()) : null);
      if (down) {
        resizeDown(rows, cache.get(source.height(), spec.height(), spec.resample()), target);
      } else {
        copy(rows, source.height(), target);
      }
    }
  }

  private static void copy(RgbImage source, ByteBuffer target) {
    byte[] row = new byte[source.width() * 3];
    for (int y = 0; y < source.height(); y++) {
      source.readRow(y, row, 0);
      target.put(row);
    }
  }

  private static void copy(RowReader rows, int height, ByteBuffer target) {
    byte[] bytes = new byte[rows.length()];
    for (int y = 0; y < height; y++) {
      int[] row = rows.read(y);
      for (int i = 0; i < row.length; i++) {
        bytes[i] = (byte) row[i];
      }
      target.put(bytes);
    }
  }

  private static void resizeDown(RowReader rows, ResampleWeights weights, ByteBuffer target) {
    int[][] sums = new int[weights.outputs()][];
    byte[] bytes = new byte[rows.length()];
    int done = 0;
    for (int y = weights.start(0); done < weights.outputs(); y++) {
      int[] row = rows.read(y);
      for (int output = done; output < sums.length && weights.start(output) <= y; output++) {
        if (sums[output] == null) {
          sums[output] = halves(row.length);
        }
        add(row, weights.weight(output, y), sums[output]);
      }
      while (done < sums.length && weights.end(done) == y + 1) {
        put(sums[done], bytes, target);
        sums[done] = null;
        done++;
      }
    }
  }

  private static int[] halves(int length) {
    int[] sums = new int[length];
    Arrays.fill(sums, 1 << (ResampleWeights.PRECISION_BITS - 1));
    return sums;
  }

  /** Kept this plain so that the compiler makes vector instructions of it. */
  private static void add(int[] row, int weight, int[] sums) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private static void put(int[] sums, byte[] bytes, ByteBuffer target) {
    for (int i = 0; i < sums.length; i++) {
      bytes[i] = (byte) ResampleWeights.clip(sums[i]);
    }
    target.put(bytes);
  }

  /** Reads rows of an image, resampled across where there are weights for that. */
  private static final class RowReader {
    private final RgbImage source;
    private final @Nullable ResampleWeights weights;
    private final byte[] bytes;
    private final int[] row;

    RowReader(RgbImage source, @Nullable ResampleWeights weights) {
      this.source = source;
      this.weights = weights;
      this.bytes = new byte[source.width() * 3];
      this.row = new int[(weights == null ? source.width() : weights.outputs()) * 3];
    }

    int length() {
      return row.length;
    }

    /** One row, values from 0 to 255; the array is used again for the next. */
    int[] read(int y) {
      source.readRow(y, bytes, 0);
      if (weights == null) {
        for (int i = 0; i < row.length; i++) {
          row[i] = bytes[i] & 0xff;
        }
      } else {
        weights.apply(bytes, row);
      }
      return row;
    }
  }
}
