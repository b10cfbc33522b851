package dev.ijepa.models.image;

/** An image in an array. Shape [height, width, 3]. */
public final class ArrayImage implements RgbImage {
  private final int width;
  private final int height;
  private final byte[] rgb;

  public ArrayImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    System.arraycopy(rgb, y * width * 3, row, offset, width * 3);
  }

  @Override
  public void close() {}
}
