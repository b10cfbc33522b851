package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.RgbImage;
import java.util.List;

/** An image of components, each in its own sampling; a row becomes RGB when it is read. */
final class ComponentImage extends RgbImage {
  private final List<Upsampling> upsamplings;
  private final JpegColor color;
  private final int[][] rows;

  ComponentImage(JpegFrame frame, JpegColor color) {
    super((int) frame.size().width(), (int) frame.size().height());
    this.color = color;
    this.upsamplings =
        frame.components().stream().map(component -> new Upsampling(component, frame)).toList();
    this.rows = new int[upsamplings.size()][width() + 2 * frame.across()];
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    for (int i = 0; i < rows.length; i++) {
      upsamplings.get(i).readRow(y, rows[i]);
    }
    color.toRgb(rows, width(), row, offset);
  }
}
