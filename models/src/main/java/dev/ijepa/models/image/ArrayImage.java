package dev.ijepa.models.image;

/** An image in an array. Shape [height, width, 3]. */
public final class ArrayImage extends RgbImage {
  private final byte[] rgb;

  public ArrayImage(int width, int height, byte[] rgb) {
    super(width, height);
    this.rgb = rgb;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    System.arraycopy(rgb, y * width() * 3, row, offset, width() * 3);
  }
}
