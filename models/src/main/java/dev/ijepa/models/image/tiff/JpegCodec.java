package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.PluginReader;
import dev.ijepa.models.image.RgbImage;
import dev.ijepa.models.image.jpeg.JpegDecoder;
import dev.ijepa.models.image.jpeg.JpegHeader;
import dev.ijepa.models.image.jpeg.JpegScans;
import java.awt.image.Raster;

/**
 * JPEGs as strips or tiles. Each has a header of its own, and a decoder takes what that tells,
 * however small the TIFF is: so it must be that of the strip or tile. Those of four components are
 * ink as it is, without Adobe's inversion, so the JDK's decoder gives them unchanged.
 */
final class JpegCodec implements TiffCodec {
  private static final PluginReader COMPONENTS = new PluginReader("JPEG", "com.sun.imageio.");

  private final JpegDecoder decoder;
  private final TiffLayout layout;
  private final byte[] tables;
  private final boolean ycbcr;
  private final ImageGuard guard;

  /**
   * @param tables that all strips or tiles share, as a JPEG; may be empty
   * @param ycbcr whether three components are YCbCr, or else RGB
   */
  JpegCodec(
      JpegDecoder decoder, TiffLayout layout, byte[] tables, boolean ycbcr, ImageGuard guard) {
    this.decoder = decoder;
    this.layout = layout;
    this.tables = tables;
    this.ycbcr = ycbcr;
    this.guard = guard;
  }

  /**
   * Bytes that decoding one strip or tile takes beside its samples: the pixels as the decoder gives
   * them, and two bytes for each coefficient where several scans tell them.
   */
  static long bytes(TiffLayout layout) {
    long coefficients =
        padded(layout.blockWidth()) * padded(layout.blockHeight()) * layout.samplesInRow();
    return 4L * layout.blockWidth() * layout.blockHeight() + 2 * coefficients;
  }

  /** Whole MCUs, which have at most 4 blocks of 8 pixels to a side. */
  private static long padded(int side) {
    return (side + 31L) / 32 * 32;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    byte[] jpeg = JpegStream.of(tables, packed, from, length, ycbcr);
    JpegHeader header = JpegHeader.read(jpeg);
    int rowBytes = layout.blockWidth() * layout.samplesInRow();
    int rows = size / rowBytes;
    check(header, rows);
    JpegScans.check(jpeg, header.scan());
    if (header.components() == 4) {
      unpackComponents(jpeg, rows, target, at);
      return;
    }
    try (RgbImage image = decoder.decode(jpeg, guard)) {
      byte[] row = new byte[image.width() * 3];
      for (int y = 0; y < rows; y++) {
        image.readRow(y, row, 0);
        put(row, target, at + y * rowBytes);
      }
    }
  }

  private void check(JpegHeader header, int rows) throws ImageException {
    ImageSize size = header.size();
    // Of the last strip some writers give the rows of a whole one.
    long most = layout.tiled() ? rows : layout.blockHeight();
    if (size.width() != layout.blockWidth() || size.height() < rows || size.height() > most) {
      throw TiffDirectory.corrupt(
          "it has a JPEG of %dx%d pixels in a strip or tile of %dx%d"
              .formatted(size.width(), size.height(), layout.blockWidth(), rows));
    }
    if (header.components() != layout.samplesInRow()) {
      throw TiffDirectory.corrupt(
          "it has a JPEG of %d components for %d samples"
              .formatted(header.components(), layout.samplesInRow()));
    }
  }

  /** Of a gray JPEG all three channels are equal. */
  private void put(byte[] row, byte[] target, int at) {
    int samples = layout.samplesInRow();
    if (samples == 3) {
      System.arraycopy(row, 0, target, at, row.length);
      return;
    }
    for (int x = 0; x < layout.blockWidth(); x++) {
      target[at + x] = row[3 * x];
    }
  }

  private void unpackComponents(byte[] jpeg, int rows, byte[] target, int at)
      throws ImageException {
    Raster raster = COMPONENTS.read(jpeg, guard, reader -> reader.readRaster(0, null));
    int[] row = new int[layout.blockWidth() * layout.samplesInRow()];
    if (raster.getWidth() * raster.getNumBands() != row.length || raster.getHeight() < rows) {
      throw TiffDirectory.corrupt("a JPEG in it does not have the components of its header");
    }
    for (int y = 0; y < rows; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        target[at + y * row.length + i] = (byte) row[i];
      }
    }
  }
}
