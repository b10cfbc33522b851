package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.RgbImage;

/** An image of pixels 0xAARRGGBB, of which alpha is dropped. Shape [height, width]. */
final class ArgbImage extends RgbImage {
  private final int[] argb;

  ArgbImage(int width, int height, int[] argb) {
    super(width, height);
    this.argb = argb;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    int from = y * width();
    int to = offset;
    for (int x = 0; x < width(); x++) {
      int pixel = argb[from + x];
      row[to++] = (byte) (pixel >> 16);
      row[to++] = (byte) (pixel >> 8);
      row[to++] = (byte) pixel;
    }
  }
}
