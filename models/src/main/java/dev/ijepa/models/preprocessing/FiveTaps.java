package dev.ijepa.models.preprocessing;

import static dev.ijepa.models.preprocessing.ResampleWeights.HALF;
import static dev.ijepa.models.preprocessing.ResampleWeights.clip;

import org.jspecify.annotations.Nullable;

/**
 * Resampling along a row where no output has more than five inputs: enlarging, or reducing to no
 * less than about a half. Every output takes exactly five, the missing ones with a weight of 0, so
 * that there is no inner loop whose end the processor would have to guess.
 */
final class FiveTaps {
  private static final int TAPS = 5;

  private final int[] starts;
  private final int[] weights;

  private FiveTaps(int outputs) {
    this.starts = new int[outputs];
    this.weights = new int[outputs * TAPS];
  }

  /**
   * The same weights in this form; null if they do not fit it.
   *
   * @param inputs positions of a row
   */
  static @Nullable FiveTaps of(ResampleWeights table, int inputs) {
    if (inputs < TAPS) {
      return null;
    }
    FiveTaps taps = new FiveTaps(table.outputs());
    for (int output = 0; output < table.outputs(); output++) {
      if (table.end(output) - table.start(output) > TAPS) {
        return null;
      }
      int start = Math.min(table.start(output), inputs - TAPS);
      taps.starts[output] = start * 3;
      for (int input = table.start(output); input < table.end(output); input++) {
        taps.weights[output * TAPS + input - start] = table.weight(output, input);
      }
    }
    return taps;
  }

  /** Bytes that it takes. */
  long byteSize() {
    return 4L * (weights.length + starts.length);
  }

  /** As {@link ResampleWeights#apply}. */
  void apply(byte[] row, int[] out) {
    for (int output = 0; output < starts.length; output++) {
      int first = output * TAPS;
      int a = weights[first];
      int b = weights[first + 1];
      int c = weights[first + 2];
      int d = weights[first + 3];
      int e = weights[first + 4];
      int at = starts[output];
      out[output * 3] = clip(sum(row, at, a, b, c, d, e));
      out[output * 3 + 1] = clip(sum(row, at + 1, a, b, c, d, e));
      out[output * 3 + 2] = clip(sum(row, at + 2, a, b, c, d, e));
    }
  }

  private static int sum(byte[] row, int at, int a, int b, int c, int d, int e) {
    return HALF
        + (row[at] & 0xff) * a
        + (row[at + 3] & 0xff) * b
        + (row[at + 6] & 0xff) * c
        + (row[at + 9] & 0xff) * d
        + (row[at + 12] & 0xff) * e;
  }
}
