package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/**
 * Green is an index of a palette; up to eight pixels were written as one. Source: RFC 9649, section
 * 3.5.4.
 */
final class Vp8lColorIndexing implements Vp8lTransform {
  private final int width;
  private final int height;
  private final int packBits;

  /** Indices beyond the colours are transparent black. */
  private final int[] palette;

  /**
   * @param width columns, as they are to become
   * @param height rows
   * @param colors 0xAARRGGBB, each but the first less the one before; 1 to 256
   */
  Vp8lColorIndexing(int width, int height, int[] colors) {
    this.width = width;
    this.height = height;
    this.packBits = packBits(colors.length);
    this.palette = new int[1 << indexBits()];
    for (int i = 0; i < colors.length; i++) {
      palette[i] = i == 0 ? colors[i] : Vp8lPredictor.add(colors[i], palette[i - 1]);
    }
  }

  private static int packBits(int colors) {
    if (colors > 16) {
      return 0;
    }
    if (colors > 4) {
      return 1;
    }
    return colors > 2 ? 2 : 3;
  }

  /** Bits of an index. */
  private int indexBits() {
    return 8 >> packBits;
  }

  /** Columns as they are written. */
  int packedWidth() {
    return Vp8lDecoder.parts(width, packBits);
  }

  /** From the last pixel to the first: none is written before what is packed there was read. */
  @Override
  public void undo(int[] argb, ImageGuard guard) throws ImageException {
    int packedWidth = packedWidth();
    for (int y = height - 1; y >= 0; y--) {
      guard.checkTime();
      int end = width;
      for (int packed = packedWidth - 1; packed >= 0; packed--) {
        int from = packed << packBits;
        unpack(argb, y * packedWidth + packed, y * width + from, end - from);
        end = from;
      }
    }
  }

  private void unpack(int[] argb, int at, int to, int pixels) {
    int indices = argb[at] >> 8 & 0xff;
    for (int i = pixels - 1; i >= 0; i--) {
      argb[to + i] = palette[indices >> (i * indexBits()) & (palette.length - 1)];
    }
  }
}
