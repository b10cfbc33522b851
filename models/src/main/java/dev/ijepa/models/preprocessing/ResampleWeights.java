package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.Resample;
import org.jspecify.annotations.Nullable;

/**
 * For each output position of one dimension, which input positions it is made of, and their weights
 * as fixed-point numbers with {@value #PRECISION_BITS} bits behind the point.
 *
 * <p>Starts and ends never decrease from one output position to the next.
 */
final class ResampleWeights {
  /** 8 bits are for the pixel, 2 for weights that add up to more than one. Source: Pillow. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** What a sum begins with, so that {@link #clip} rounds. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  private final int[] starts;
  private final int[] ends;
  private final int[] weights;
  private final int stride;
  private @Nullable FiveTaps fiveTaps;

  private ResampleWeights(int outputs, int stride) {
    this.starts = new int[outputs];
    this.ends = new int[outputs];
    this.weights = new int[outputs * stride];
    this.stride = stride;
  }

  /** The weights that bring {@code inputs} positions to {@code outputs} positions. */
  static ResampleWeights of(int inputs, int outputs, Resample filter) {
    ResampleKernel kernel = ResampleKernel.of(filter);
    double scale = (double) inputs / outputs;
    // Downwards the kernel is stretched: this is the antialiasing.
    double stretch = Math.max(scale, 1);
    double support = kernel.support() * stretch;
    int most = Math.min((int) Math.ceil(support) * 2 + 1, inputs);
    ResampleWeights table = new ResampleWeights(outputs, most);
    double[] exact = new double[most];
    for (int output = 0; output < outputs; output++) {
      double center = (output + 0.5) * scale;
      int start = Math.max((int) (center - support + 0.5), 0);
      int end = Math.min((int) (center + support + 0.5), inputs);
      table.starts[output] = start;
      table.ends[output] = end;
      double sum = 0;
      for (int i = start; i < end; i++) {
        double weight = kernel.weight().applyAsDouble((i - center + 0.5) * (1 / stretch));
        exact[i - start] = weight;
        sum += weight;
      }
      for (int i = 0; i < end - start; i++) {
        table.weights[output * most + i] = fixedPoint(sum == 0 ? exact[i] : exact[i] / sum);
      }
    }
    table.fiveTaps = FiveTaps.of(table, inputs);
    return table;
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  int outputs() {
    return starts.length;
  }

  /** The first input position of an output position. */
  int start(int output) {
    return starts[output];
  }

  /** Behind the last input position of an output position. */
  int end(int output) {
    return ends[output];
  }

  /** The weight of an input position between start and end. */
  int weight(int output, int input) {
    return weights[output * stride + input - starts[output]];
  }

  /** Bytes that the table takes. */
  long byteSize() {
    long fiveTapsSize = fiveTaps == null ? 0 : fiveTaps.byteSize();
    return 4L * (weights.length + starts.length + ends.length) + fiveTapsSize;
  }

  /**
   * Resamples one row.
   *
   * @param row input positions × 3 bytes, RGB
   * @param out gets output positions × 3 values from 0 to 255
   */
  void apply(byte[] row, int[] out) {
    if (fiveTaps != null) {
      fiveTaps.apply(row, out);
      return;
    }
    for (int output = 0; output < starts.length; output++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int at = starts[output] * 3;
      int first = output * stride;
      int last = first + ends[output] - starts[output];
      for (int i = first; i < last; i++, at += 3) {
        int weight = weights[i];
        red += (row[at] & 0xff) * weight;
        green += (row[at + 1] & 0xff) * weight;
        blue += (row[at + 2] & 0xff) * weight;
      }
      out[output * 3] = clip(red);
      out[output * 3 + 1] = clip(green);
      out[output * 3 + 2] = clip(blue);
    }
  }

  /** A sum of weighted pixels as a value from 0 to 255. */
  static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> PRECISION_BITS));
  }
}
