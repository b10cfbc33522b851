package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.PluginReader;
import dev.ijepa.models.image.RasterImage;
import dev.ijepa.models.image.RgbImage;
import java.awt.image.Raster;

/**
 * TIFF: the first image. TwelveMonkeys unpacks the samples; what they mean is told here, as Pillow
 * understands it.
 */
public final class TiffDecoder implements ImageDecoder {
  private static final PluginReader READER = new PluginReader("TIFF", "com.twelvemonkeys.");
  private static final int MAX_SAMPLES = 6;
  private static final int COMPRESSION_JPEG = 7;

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    TiffDirectory directory = TiffDirectory.read(file);
    ImageSize size =
        new ImageSize(
                directory.number(TiffDirectory.WIDTH, 0), directory.number(TiffDirectory.HEIGHT, 0))
            .check(guard);
    // A tile is unpacked whole, however little of it is seen.
    new ImageSize(
            directory.number(TiffDirectory.TILE_WIDTH, 1),
            directory.number(TiffDirectory.TILE_HEIGHT, 1))
        .check(guard);
    if (directory.number(TiffDirectory.SAMPLES_PER_PIXEL, 1) > MAX_SAMPLES) {
      throw new ImageException(
          Reason.UNSUPPORTED_FORMAT,
          "the TIFF has more than " + MAX_SAMPLES + " samples a pixel, which is the most accepted");
    }
    TiffColors colors = TiffColors.of(directory);
    if (directory.number(TiffDirectory.COMPRESSION, 1) == 1
        && size.width() * size.height() * colors.bands() * colors.bits() / 8 > file.length) {
      throw new ImageException(
          Reason.CORRUPT, "the TIFF is truncated: it is smaller than its pixels");
    }
    long bytes = size.width() * size.height() * rasterBytes(directory) + directory.bytes();
    guard.reserveBytes(bytes);
    if (directory.number(TiffDirectory.COMPRESSION, 1) == COMPRESSION_JPEG) {
      guard.reserveBytes(bytes + TiffJpegs.check(file, directory, guard));
    }
    Orientation orientation = Orientation.ofExif(directory.number(TiffDirectory.ORIENTATION, 1));
    Raster raster = READER.read(file, guard, reader -> reader.readRaster(0, null));
    if (raster.getWidth() != size.width()
        || raster.getHeight() != size.height()
        || raster.getNumBands() < colors.bands()) {
      throw new ImageException(
          Reason.CORRUPT, "the TIFF is corrupt: its samples are not those of its header");
    }
    return orientation.apply(new RasterImage(raster, colors::toRgb));
  }

  /** Bytes of a pixel while the samples are unpacked: TwelveMonkeys gives them in a copy. */
  private static long rasterBytes(TiffDirectory directory) throws ImageException {
    long sampleBytes = directory.number(TiffDirectory.BITS_PER_SAMPLE, 1) > 8 ? 2 : 1;
    return 2 * directory.number(TiffDirectory.SAMPLES_PER_PIXEL, 1) * sampleBytes;
  }
}
