package dev.ijepa.models.image.webp;

/** Smooths the edges of blocks, in place. Source: RFC 6386, section 15. */
final class Vp8LoopFilter {
  private final boolean simple;
  private final int sharpness;

  Vp8LoopFilter(boolean simple, int sharpness) {
    this.simple = simple;
    this.sharpness = sharpness;
  }

  /**
   * Smooths the left and upper edge of a block, and those inside of it.
   *
   * @param planes brightness and the two of colour
   * @param column of the block
   * @param row of the block
   * @param level how strongly, 0 to 63
   * @param inner whether the edges inside of it too
   */
  void block(Vp8Plane[] planes, int column, int row, int level, boolean inner) {
    if (level == 0) {
      return;
    }
    int interior = interior(level);
    int limit = 2 * level + interior;
    int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    for (int direction = 0; direction < 2; direction++) {
      boolean across = direction == 0;
      for (int i = 0; i < (simple ? 1 : planes.length); i++) {
        int size = i == 0 ? 16 : 8;
        if ((across ? column : row) > 0) {
          edge(planes[i], column, row, size, 0, across, 2 * (limit + 4) + 1, interior, variance);
        }
        for (int offset = 4; inner && offset < size; offset += 4) {
          edge(planes[i], column, row, size, offset, across, 2 * limit + 1, interior, variance);
        }
      }
    }
  }

  private int interior(int level) {
    int interior = level;
    if (sharpness > 0) {
      interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    return Math.max(interior, 1);
  }

  private void edge(
      Vp8Plane plane,
      int column,
      int row,
      int size,
      int offset,
      boolean across,
      int limit,
      int interior,
      int variance) {
    byte[] pixels = plane.pixels();
    int step = across ? 1 : plane.stride();
    int along = across ? plane.stride() : 1;
    int at = plane.index(column * size, row * size) + offset * step;
    for (int i = 0; i < size; i++, at += along) {
      int before = pixel(pixels, at - 2 * step);
      int last = pixel(pixels, at - step);
      int first = pixel(pixels, at);
      int next = pixel(pixels, at + step);
      if (4 * Math.abs(last - first) + Math.abs(before - next) > limit) {
        continue;
      }
      int difference = 3 * (first - last);
      int outer = clip(before - next, 127);
      if (simple) {
        common(pixels, at, step, difference + outer);
      } else if (isSmoothInside(pixels, at, step, interior)) {
        if (Math.max(Math.abs(before - last), Math.abs(next - first)) > variance) {
          common(pixels, at, step, difference + outer);
        } else if (offset == 0) {
          blockEdge(pixels, at, step, clip(difference + outer, 127));
        } else {
          innerEdge(pixels, at, step, difference);
        }
      }
    }
  }

  private static int pixel(byte[] pixels, int at) {
    return pixels[at] & 0xff;
  }

  private static int distance(byte[] pixels, int one, int other) {
    return Math.abs(pixel(pixels, one) - pixel(pixels, other));
  }

  private static boolean isSmoothInside(byte[] pixels, int at, int step, int most) {
    return distance(pixels, at - 4 * step, at - 3 * step) <= most
        && distance(pixels, at - 3 * step, at - 2 * step) <= most
        && distance(pixels, at - 2 * step, at - step) <= most
        && distance(pixels, at + 3 * step, at + 2 * step) <= most
        && distance(pixels, at + 2 * step, at + step) <= most
        && distance(pixels, at + step, at) <= most;
  }

  /** Changes one pixel on each side. */
  private static void common(byte[] pixels, int at, int step, int difference) {
    add(pixels, at - step, clip((difference + 3) >> 3, 15));
    add(pixels, at, -clip((difference + 4) >> 3, 15));
  }

  /** Changes two pixels on each side. */
  private static void innerEdge(byte[] pixels, int at, int step, int difference) {
    int right = clip((difference + 4) >> 3, 15);
    int left = clip((difference + 3) >> 3, 15);
    int further = (right + 1) >> 1;
    add(pixels, at - 2 * step, further);
    add(pixels, at - step, left);
    add(pixels, at, -right);
    add(pixels, at + step, -further);
  }

  /** Changes three pixels on each side. */
  private static void blockEdge(byte[] pixels, int at, int step, int difference) {
    for (int i = 0; i < 3; i++) {
      int change = (9 * (3 - i) * difference + 63) >> 7;
      add(pixels, at - (i + 1) * step, change);
      add(pixels, at + i * step, -change);
    }
  }

  /** Between -most - 1 and most. */
  private static int clip(int value, int most) {
    return Math.max(-most - 1, Math.min(most, value));
  }

  private static void add(byte[] pixels, int at, int change) {
    pixels[at] = (byte) Vp8Plane.clip(pixel(pixels, at) + change);
  }
}
