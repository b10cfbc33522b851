package dev.ijepa.models.image;

/** An image of palette indices. Shape [height, width]; a row becomes RGB when it is read. */
public final class IndexedImage implements RgbImage {
  private final int width;
  private final int height;
  private final byte[] indices;
  private final Palette palette;

  public IndexedImage(int width, int height, byte[] indices, Palette palette) {
    this.width = width;
    this.height = height;
    this.indices = indices;
    this.palette = palette;
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
    int from = y * width;
    int to = offset;
    for (int x = 0; x < width; x++) {
      int rgb = palette.rgb(indices[from + x] & 0xff);
      row[to++] = (byte) (rgb >> 16);
      row[to++] = (byte) (rgb >> 8);
      row[to++] = (byte) rgb;
    }
  }

  @Override
  public void close() {}
}
