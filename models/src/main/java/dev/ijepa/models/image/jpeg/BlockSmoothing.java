package dev.ijepa.models.image.jpeg;

import java.util.Objects;

/**
 * Estimates the first AC coefficients of a progressive frame whose last scans are missing, from the
 * DC values of 5×5 blocks: as libjpeg-turbo 3 does, so that such an image has no visible blocks.
 */
final class BlockSmoothing {
  private static final int SIDE = 5;

  /** Weights for the DC itself, if no AC value is known. */
  private static final int[] DC = {
    -2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 152, 42, -8, -6, 6, 42, 6, -6, -2, -6, -8, -6, -2
  };

  /** Weights for coefficients 1 to 9 in zigzag order, if no AC value is known. */
  private static final int[][] ALL = {
    {},
    {-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0, -38, 3, -3, 13, 0, -13, 3, -1, -1, 0, 1, 1},
    {-1, -3, -3, -3, -1, -1, 13, 38, 13, -1, 0, 0, 0, 0, 0, 1, -13, -38, -13, 1, 1, 3, 3, 3, 1},
    {0, 0, 1, 0, 0, 0, 2, 7, 2, 0, 0, -5, -14, -5, 0, 0, 2, 7, 2, 0, 0, 0, 1, 0, 0},
    {-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0, 0, 0, 0, -9, 0, 9, 0, 1, 0, 0, 0, -1},
    {0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14, 7, 1, 0, 2, -5, 2, 0, 0, 0, 0, 0, 0},
    {0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0},
    {0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0, 0, 0, 0, -1, 3, -1, 0, 0, 0, 0, 0, 0},
    {0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, -3, 0, 3, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0},
    {0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, -1, -2, -1, 0, 0, 0, 0, 0, 0}
  };

  /** Weights for coefficients 1 to 5, if some AC values are known. */
  private static final int[][] SOME = {
    {},
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0, -50, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
    {0, 0, -7, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, -50, 0, 0, 0, 0, 7, 0, 0},
    {0, 0, -1, 0, 0, 0, 0, 13, 0, 0, 0, 0, -24, 0, 0, 0, 0, 13, 0, 0, 0, 0, -1, 0, 0},
    {0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0, 0, 0, 1, -10, 0, 10, -1, 0, 1, 0, -1, 0},
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24, 13, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
  };

  private final JpegFrame frame;
  private final Progression progression;
  private final InverseDct dct;
  private final int[] window = new int[SIDE * SIDE];
  private final short[] block = new short[JpegComponent.BLOCK_AREA];

  BlockSmoothing(JpegFrame frame, Progression progression, InverseDct dct) {
    this.frame = frame;
    this.progression = progression;
    this.dct = dct;
  }

  /** Whether it would change anything, and can. */
  static boolean applies(JpegFrame frame, Progression progression) {
    return frame.isProgressive()
        && progression.isPartial()
        && frame.components().stream().allMatch(BlockSmoothing::hasSteps);
  }

  private static boolean hasSteps(JpegComponent component) {
    int[] steps = component.steps();
    for (int i = 0; steps != null && i < Progression.WATCHED; i++) {
      if (steps[EntropyDecoder.NATURAL[i]] == 0) {
        return false;
      }
    }
    return steps != null;
  }

  /** Makes samples of a component's blocks in one row of MCUs. */
  void transform(int index, int mcuRow) {
    JpegComponent component = frame.components().get(index);
    int[] known = progression.known(index, mcuRow);
    int from = mcuRow * component.down();
    int blockRows = Math.min(component.down(), component.rows() - from);
    for (int i = 0; i < blockRows; i++) {
      // In a last row that is not whole, libjpeg counts rows as if all were so.
      int[] rows = rows(from + i, mcuRow * blockRows + i, blockRows * frame.mcuRows());
      for (int column = 0; column < component.columns(); column++) {
        fillWindow(component, rows, column);
        int at = component.block(from + i, column);
        System.arraycopy(component.coefficients(), at, block, 0, block.length);
        int[] steps = Objects.requireNonNull(component.steps());
        estimate(known, steps);
        component.transform(from + i, column, block, 0, steps, dct);
      }
    }
  }

  /** The two rows above a row, itself and the two below; at the edge the nearest that is there. */
  private static int[] rows(int row, int counted, int of) {
    int above = counted > 0 ? row - 1 : row;
    int below = counted < of - 1 ? row + 1 : row;
    return new int[] {
      counted > 1 ? row - 2 : above, above, row, below, counted < of - 2 ? row + 2 : below
    };
  }

  private void fillWindow(JpegComponent component, int[] rows, int column) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int at = Math.max(0, Math.min(component.columns() - 1, column + x - 2));
        window[y * SIDE + x] = component.coefficients()[component.block(rows[y], at)];
      }
    }
  }

  private void estimate(int[] known, int[] steps) {
    boolean none = true;
    for (int i = 1; i < Progression.WATCHED; i++) {
      none &= known[i] == Progression.UNKNOWN;
    }
    int[][] weights = none ? ALL : SOME;
    for (int i = 1; i < weights.length; i++) {
      int at = EntropyDecoder.NATURAL[i];
      if (known[i] != 0 && block[at] == 0) {
        block[at] = (short) estimate(weights[i], steps[0], steps[at], known[i]);
      }
    }
    if (none) {
      block[0] = (short) estimate(DC, steps[0], steps[0], 0);
    }
  }

  /** A coefficient, which is below the lowest bit that is known of it. */
  private int estimate(int[] weights, int dcStep, int step, int knownBit) {
    long sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (long) weights[i] * window[i];
    }
    sum *= dcStep;
    long size = (((long) step << 7) + Math.abs(sum)) / ((long) step << 8);
    if (knownBit > 0) {
      size = Math.min(size, (1L << knownBit) - 1);
    }
    return (int) (sum >= 0 ? size : -size);
  }
}
