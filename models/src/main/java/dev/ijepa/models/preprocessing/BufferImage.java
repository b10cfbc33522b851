package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.RgbImage;
import java.nio.ByteBuffer;

/** An image that the caller sent as pixels, read where it lies. Shape [height, width, 3]. */
final class BufferImage extends RgbImage {
  private final ByteBuffer rgb;

  BufferImage(int width, int height, ByteBuffer rgb) {
    super(width, height);
    this.rgb = rgb;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    rgb.get(rgb.position() + y * width() * 3, row, offset, width() * 3);
  }
}
