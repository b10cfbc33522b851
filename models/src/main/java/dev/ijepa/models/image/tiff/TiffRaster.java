package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;

/**
 * The samples of an image as the file has them, without compression, predictor, strips and tiles:
 * rows one behind the other, of one plane or of several.
 */
final class TiffRaster {
  private final int rowBytes;
  private final byte[][] planes;

  private TiffRaster(int rowBytes, int height, int planes) {
    this.rowBytes = rowBytes;
    this.planes = new byte[planes][rowBytes * height];
  }

  /** Bytes that one takes. */
  static long bytes(TiffLayout layout, int planes) throws ImageException {
    return (long) planes
        * TiffLayout.size((long) layout.rowBytes(layout.width()) * layout.height());
  }

  /** A raster of zeros. */
  static TiffRaster of(TiffLayout layout, int planes) throws ImageException {
    return new TiffRaster(layout.rowBytes(layout.width()), layout.height(), planes);
  }

  /** Bytes of a row of a plane. */
  int rowBytes() {
    return rowBytes;
  }

  /** How many planes there are. */
  int planes() {
    return planes.length;
  }

  /** The rows of a plane. */
  byte[] plane(int index) {
    return planes[index];
  }

  /**
   * Copies a piece of a row, which need not begin with a whole byte.
   *
   * @param bits that lie before the piece in the row of the raster
   * @param count bits of it
   */
  void put(int plane, int y, long bits, byte[] from, int at, long count) {
    int to = y * rowBytes + (int) (bits >> 3);
    int shift = (int) bits & 7;
    byte[] target = planes[plane];
    int bytes = (int) ((count + 7) >> 3);
    if (shift == 0) {
      System.arraycopy(from, at, target, to, Math.min(bytes, rowBytes - (int) (bits >> 3)));
      return;
    }
    int end = (y + 1) * rowBytes;
    // What lies to the left is there already; what lies to the right is still zeros, or comes.
    for (int i = 0; i < bytes; i++) {
      int value = from[at + i] & 0xff;
      int kept = target[to + i] & (0xff00 >> shift);
      target[to + i] = (byte) (kept | (value >> shift));
      if (to + i + 1 < end) {
        target[to + i + 1] = (byte) (value << (8 - shift));
      }
    }
  }
}
