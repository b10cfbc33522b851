package dev.ijepa.models.image.jpeg;

/** The decoded samples of a JPEG that is a part of an image in another format. */
public final class JpegSamples {
  private final ComponentRows rows;
  private final int width;
  private final boolean ycbcr;

  /**
   * @param ycbcr whether three components are YCbCr, and become RGB
   */
  JpegSamples(JpegFrame frame, boolean ycbcr) {
    this.rows = new ComponentRows(frame);
    this.width = (int) frame.size().width();
    this.ycbcr = ycbcr && frame.components().size() == 3;
  }

  /**
   * Copies one row.
   *
   * @param y which row, from the top
   * @param row gets a byte for each component of each pixel, pixel by pixel
   * @param at where the first byte goes
   */
  public void readRow(int y, byte[] row, int at) {
    int[][] components = rows.read(y);
    if (ycbcr) {
      JpegColor.YCC.toRgb(components, width, row, at);
      return;
    }
    int step = components.length;
    for (int i = 0; i < step; i++) {
      int[] samples = components[i];
      for (int x = 0; x < width; x++) {
        row[at + x * step + i] = (byte) samples[x];
      }
    }
  }
}
