package dev.ijepa.models.image.webp;

import java.util.Arrays;

/**
 * Predicts pixels from those above and left of them. Source: RFC 6386, section 12, and libwebp
 * beyond the right edge.
 */
final class Vp8Prediction {
  /** Modes of all block sizes. */
  static final int DC = 0;

  static final int TRUE_MOTION = 1;
  static final int VERTICAL = 2;
  static final int HORIZONTAL = 3;

  /** The pixels around 4×4 others: up the left side, the corner, and along the top. */
  private static final String EDGE = "lkjixabcdefgh";

  /**
   * The modes of 4×4 pixels from VERTICAL on, row by row. A small letter: the mean of that pixel of
   * the edge, twice, and its two neighbours; a capital: the mean of it and the next; a point: the
   * first pixel of the edge.
   */
  private static final String[] DIRECTIONS = {
    "abcdabcdabcdabcd", // vertical
    "iiiijjjjkkkkllll", // horizontal
    "bcdecdefdefgefgh", // left and down
    "xabcixabjixakjix", // right and down
    "XABCxabciXABjxab", // vertical and right
    "ABCDbcdeBCDfcdeg", // vertical and left
    "IxabJiIxKjJiLkKj", // horizontal and down
    "JjKkKkLlLl......", // horizontal and up
  };

  /** The rules of {@link #DIRECTIONS}: where in the edge, and in the lowest bit whether of two. */
  private static final int[][] RULES =
      Arrays.stream(DIRECTIONS)
          .map(rule -> rule.chars().map(Vp8Prediction::compile).toArray())
          .toArray(int[][]::new);

  private Vp8Prediction() {}

  private static int compile(int letter) {
    int at = EDGE.indexOf(Character.toLowerCase(letter)) + 1;
    return 2 * at + (at == 0 || Character.isUpperCase(letter) ? 1 : 0);
  }

  /** Predicts a whole block. */
  static void block(Vp8Plane plane, int x, int y, int size, int mode) {
    switch (mode) {
      case TRUE_MOTION -> trueMotion(plane, x, y, size);
      case VERTICAL -> {
        for (int i = 0; i < size; i++) {
          fill(plane, x + i, y, 1, size, plane.get(x + i, y - 1));
        }
      }
      case HORIZONTAL -> {
        for (int i = 0; i < size; i++) {
          fill(plane, x, y + i, size, 1, plane.get(x - 1, y + i));
        }
      }
      default -> fill(plane, x, y, size, size, mean(plane, x, y, size));
    }
  }

  /** The mean of what there is of the pixels above and left. */
  private static int mean(Vp8Plane plane, int x, int y, int size) {
    int sum = 0;
    int count = 0;
    if (y > 0) {
      for (int i = 0; i < size; i++) {
        sum += plane.get(x + i, y - 1);
      }
      count += size;
    }
    if (x > 0) {
      for (int i = 0; i < size; i++) {
        sum += plane.get(x - 1, y + i);
      }
      count += size;
    }
    return count == 0 ? 128 : (sum + count / 2) / count;
  }

  private static void trueMotion(Vp8Plane plane, int x, int y, int size) {
    int corner = plane.get(x - 1, y - 1);
    for (int j = 0; j < size; j++) {
      int left = plane.get(x - 1, y + j) - corner;
      for (int i = 0; i < size; i++) {
        plane.set(x + i, y + j, Vp8Plane.clip(plane.get(x + i, y - 1) + left));
      }
    }
  }

  private static void fill(Vp8Plane plane, int x, int y, int width, int height, int value) {
    for (int j = 0; j < height; j++) {
      for (int i = 0; i < width; i++) {
        plane.set(x + i, y + j, value);
      }
    }
  }

  /**
   * Predicts 4×4 pixels.
   *
   * @param aboveRight the four pixels behind the four above; only some modes look at them
   */
  static void subBlock(Vp8Plane plane, int x, int y, int mode, int[] aboveRight) {
    if (mode == TRUE_MOTION) {
      trueMotion(plane, x, y, 4);
    } else if (mode == DC) {
      int sum = 4;
      for (int i = 0; i < 4; i++) {
        sum += plane.get(x + i, y - 1) + plane.get(x - 1, y + i);
      }
      fill(plane, x, y, 4, 4, sum >> 3);
    } else {
      directed(plane, x, y, RULES[mode - VERTICAL], edge(plane, x, y, aboveRight));
    }
  }

  /** The pixels of {@link #EDGE}, with the first and the last of them doubled. */
  private static int[] edge(Vp8Plane plane, int x, int y, int[] aboveRight) {
    int[] edge = new int[EDGE.length() + 2];
    for (int i = 0; i < 4; i++) {
      edge[1 + i] = plane.get(x - 1, y + 3 - i);
      edge[6 + i] = plane.get(x + i, y - 1);
      edge[10 + i] = aboveRight[i];
    }
    edge[5] = plane.get(x - 1, y - 1);
    edge[0] = edge[1];
    edge[14] = edge[13];
    return edge;
  }

  private static void directed(Vp8Plane plane, int x, int y, int[] rule, int[] edge) {
    for (int i = 0; i < 16; i++) {
      int at = rule[i] >> 1;
      int value =
          (rule[i] & 1) == 1
              ? (edge[at] + edge[at + 1] + 1) >> 1
              : (edge[at - 1] + 2 * edge[at] + edge[at + 1] + 2) >> 2;
      plane.set(x + i % 4, y + i / 4, value);
    }
  }
}
