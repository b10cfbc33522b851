package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.RgbImage;

/** An image of samples as a TIFF has them; a row becomes RGB when it is read. */
final class TiffImage extends RgbImage {
  private final TiffRaster raster;
  private final TiffLayout layout;
  private final SampleFormat format;
  private final TiffColor color;
  private final boolean littleEndian;

  /** The samples of one row of one plane, a byte each. */
  private final byte[] narrow;

  /** The samples of a row, pixel by pixel, where each has a plane of its own. */
  private final byte[] joined;

  TiffImage(TiffRaster raster, TiffFile file) {
    super(file.layout().width(), file.layout().height());
    this.raster = raster;
    this.layout = file.layout();
    this.format = file.format();
    this.color = file.color();
    this.littleEndian = file.directory().bytes().isLittleEndian();
    this.narrow =
        new byte[format == SampleFormat.BYTE ? 0 : layout.width() * layout.samplesInRow()];
    this.joined = new byte[layout.planar() ? layout.width() * color.samples() : 0];
  }

  /** Bytes of the rows that it keeps. */
  static long rowBytes(TiffLayout layout) {
    return 2L * layout.width() * layout.samples();
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    int from = y * raster.rowBytes();
    if (layout.planar()) {
      join(from);
      color.conversion().toRgb(joined, 0, color.samples(), width(), row, offset);
    } else if (format == SampleFormat.BYTE) {
      byte[] samples = raster.plane(0);
      color.conversion().toRgb(samples, from, layout.samples(), width(), row, offset);
    } else {
      format.narrow(raster.plane(0), from, layout.bits(), littleEndian, narrow);
      color.conversion().toRgb(narrow, 0, layout.samples(), width(), row, offset);
    }
  }

  private void join(int from) {
    int step = color.samples();
    for (int plane = 0; plane < step; plane++) {
      byte[] samples = raster.plane(plane);
      int at = from;
      if (format != SampleFormat.BYTE) {
        format.narrow(samples, from, layout.bits(), littleEndian, narrow);
        samples = narrow;
        at = 0;
      }
      for (int x = 0; x < width(); x++) {
        joined[x * step + plane] = samples[at + x];
      }
    }
  }
}
