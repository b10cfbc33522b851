package dev.ijepa.models.image.jpeg;

import java.util.List;

/** The rows of a decoded frame's components, each brought to the size of the image. */
final class ComponentRows {
  private final List<Upsampling> upsamplings;
  private final int[][] rows;

  ComponentRows(JpegFrame frame) {
    this.upsamplings =
        frame.components().stream().map(component -> new Upsampling(component, frame)).toList();
    this.rows = new int[upsamplings.size()][(int) frame.size().width() + 2 * frame.across()];
  }

  /**
   * Makes one row of each component.
   *
   * @return samples from 0 to 255, and some more behind the last column; the next call overwrites
   *     them. Shape [components, columns]
   */
  int[][] read(int y) {
    for (int i = 0; i < rows.length; i++) {
      upsamplings.get(i).readRow(y, rows[i]);
    }
    return rows;
  }
}
