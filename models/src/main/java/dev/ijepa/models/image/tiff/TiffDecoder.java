package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.RgbImage;
import dev.ijepa.models.image.jpeg.JpegDecoder;

/**
 * TIFF and BigTIFF: the first image, bit for bit as Pillow, but that of gray of 12 and 16 bits the
 * upper eight are taken. Source: TIFF 6.0 and Adobe's supplements.
 *
 * <p>The samples are kept as the file has them, and become RGB row by row. All memory is reserved
 * before it is allocated, by the size of the image and of its strips or tiles; offsets and other
 * tables are read where they lie.
 */
public final class TiffDecoder implements ImageDecoder {
  private final JpegDecoder jpegs;

  /**
   * @param jpegs decodes the JPEGs within TIFFs, exactly
   */
  public TiffDecoder(JpegDecoder jpegs) {
    this.jpegs = jpegs;
  }

  @Override
  public RgbImage decode(byte[] bytes, ImageGuard guard) throws ImageException {
    TiffFile file = TiffFile.read(bytes, guard);
    TiffBlocks blocks = new TiffBlocks(file.directory(), file.layout(), file.planes());
    Orientation orientation = file.orientation(guard);
    guard.reserveBytes(memory(file, orientation));
    TiffRaster raster = TiffRaster.of(file.layout(), file.planes());
    try (TiffCodec codec = TiffCodecs.of(file, jpegs, guard)) {
      new TiffUnpacker(file, blocks, codec, guard).unpack(raster);
    }
    return orientation.apply(new TiffImage(raster, file));
  }

  private static long memory(TiffFile file, Orientation orientation) throws ImageException {
    TiffLayout layout = file.layout();
    long turned = orientation == Orientation.UPRIGHT ? 0 : 3L * layout.width() * layout.height();
    return TiffRaster.bytes(layout, file.planes())
        + TiffImage.rowBytes(layout)
        + TiffUnpacker.bytes(file)
        + TiffCodecs.bytes(file)
        + turned;
  }
}
