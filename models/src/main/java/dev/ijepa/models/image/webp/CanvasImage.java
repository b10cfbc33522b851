package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.RgbImage;
import java.util.Arrays;

/** An image somewhere on a larger canvas that is black elsewhere. */
final class CanvasImage extends RgbImage {
  private final RgbImage image;
  private final int left;
  private final int top;

  CanvasImage(RgbImage image, int left, int top, int width, int height) {
    super(width, height);
    this.image = image;
    this.left = left;
    this.top = top;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    Arrays.fill(row, offset, offset + width() * 3, (byte) 0);
    if (y >= top && y < top + image.height()) {
      image.readRow(y - top, row, offset + left * 3);
    }
  }

  @Override
  public void close() {
    image.close();
  }
}
