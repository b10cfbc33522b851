package dev.ijepa.models.preprocessing;

import java.util.Arrays;

/**
 * Resampling along the columns. Rows are read once, from the top, and added to the output rows that
 * they take part in; so memory is that of a few rows, and not of the image.
 */
final class DownPass {
  private static final int[] NOTHING = {};

  private DownPass() {}

  static void run(RowReader reader, ResampleWeights weights, RowWriter writer) {
    int[][] sums = new int[weights.outputs()][];
    int done = 0;
    for (int y = weights.start(0); done < sums.length; y++) {
      int[] row = reader.read(y);
      for (int output = done; output < sums.length && weights.start(output) <= y; output++) {
        if (sums[output] == null) {
          sums[output] = new int[row.length];
          Arrays.fill(sums[output], ResampleWeights.HALF);
        }
        add(row, weights.weight(output, y), sums[output]);
      }
      for (; done < sums.length && weights.end(done) == y + 1; done++) {
        clip(sums[done]);
        writer.write(sums[done]);
        sums[done] = NOTHING;
      }
    }
  }

  /** Kept this plain so that the compiler makes vector instructions of it. */
  private static void add(int[] row, int weight, int[] sums) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private static void clip(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ResampleWeights.clip(sums[i]);
    }
  }
}
