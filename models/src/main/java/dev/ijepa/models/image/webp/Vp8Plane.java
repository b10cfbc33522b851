package dev.ijepa.models.image.webp;

import java.util.Arrays;

/**
 * One channel of a VP8 frame, of whole blocks, with the border that prediction looks at: 127 above,
 * also a little to the right, and 129 on the left.
 */
final class Vp8Plane {
  private static final int BORDER_RIGHT = 4;
  private static final int ABOVE = 127;
  private static final int LEFT = 129;

  private final int stride;
  private final byte[] pixels;

  Vp8Plane(int width, int height) {
    stride = 1 + width + BORDER_RIGHT;
    pixels = new byte[stride * (1 + height)];
    Arrays.fill(pixels, 0, stride, (byte) ABOVE);
    for (int y = 0; y < height; y++) {
      set(-1, y, LEFT);
    }
  }

  /** Where a pixel is in {@link #pixels()}. */
  int index(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  int stride() {
    return stride;
  }

  byte[] pixels() {
    return pixels;
  }

  int get(int x, int y) {
    return pixels[index(x, y)] & 0xff;
  }

  void set(int x, int y, int value) {
    pixels[index(x, y)] = (byte) value;
  }

  /** Adds to a pixel, and clips it. */
  void add(int x, int y, int difference) {
    set(x, y, clip(get(x, y) + difference));
  }

  static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
