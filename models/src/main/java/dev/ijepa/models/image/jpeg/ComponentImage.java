package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.RgbImage;

/** An image of components, each in its own sampling; a row becomes RGB when it is read. */
final class ComponentImage extends RgbImage {
  private final ComponentRows rows;
  private final JpegColor color;

  ComponentImage(JpegFrame frame, JpegColor color) {
    super((int) frame.size().width(), (int) frame.size().height());
    this.rows = new ComponentRows(frame);
    this.color = color;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    color.toRgb(rows.read(y), width(), row, offset);
  }
}
