package dev.ijepa.models.image;

/** An image of palette indices. Shape [height, width]; a row becomes RGB when it is read. */
public final class IndexedImage extends RgbImage {
  private final byte[] indices;
  private final Palette palette;

  public IndexedImage(int width, int height, byte[] indices, Palette palette) {
    super(width, height);
    this.indices = indices;
    this.palette = palette;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    int from = y * width();
    int to = offset;
    for (int x = 0; x < width(); x++) {
      int rgb = palette.rgb(indices[from + x] & 0xff);
      row[to++] = (byte) (rgb >> 16);
      row[to++] = (byte) (rgb >> 8);
      row[to++] = (byte) rgb;
    }
  }
}
