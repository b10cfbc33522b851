package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.TiffField;
import java.util.Optional;

/**
 * How the samples of a TIFF are stored: a grid of blocks, which are strips or tiles, and of several
 * such grids one behind the other where each sample has a plane of its own.
 *
 * @param width pixels of a row of the image
 * @param height rows of the image
 * @param samples of a pixel
 * @param bits of a sample
 * @param planar whether each sample has a plane of its own
 * @param tiled whether blocks are tiles: all of the same size, and filled up at the edges
 * @param blockWidth pixels of a row of a block
 * @param blockHeight rows of a block; the last strip may have fewer
 * @param compression of the blocks
 */
record TiffLayout(
    int width,
    int height,
    int samples,
    int bits,
    boolean planar,
    boolean tiled,
    int blockWidth,
    int blockHeight,
    TiffCompression compression) {
  private static final int MAX_SAMPLES = 6;
  private static final int PLANAR = 2;

  /**
   * Reads the tags that tell it.
   *
   * @throws ImageException CORRUPT, TOO_LARGE or UNSUPPORTED_FORMAT, with the tag's meaning
   */
  static TiffLayout read(TiffDirectory directory, ImageGuard guard) throws ImageException {
    ImageSize size = size(directory, TiffTag.WIDTH, TiffTag.HEIGHT).check(guard);
    TiffCompression compression =
        TiffCompression.of(directory.number(TiffTag.COMPRESSION, /* orElse= */ 1));
    boolean tiled =
        directory.has(TiffTag.TILE_WIDTH)
            && directory.has(TiffTag.TILE_HEIGHT)
            && !(compression == TiffCompression.NONE && directory.has(TiffTag.STRIP_OFFSETS));
    ImageSize block =
        tiled
            ? size(directory, TiffTag.TILE_WIDTH, TiffTag.TILE_HEIGHT).check(guard)
            : new ImageSize(size.width(), rowsPerStrip(directory, size.height()));
    int samples = samples(directory);
    return new TiffLayout(
        (int) size.width(),
        (int) size.height(),
        samples,
        bits(directory, samples),
        directory.number(TiffTag.PLANAR_CONFIGURATION, 1) == PLANAR && samples > 1,
        tiled,
        (int) block.width(),
        (int) block.height(),
        compression);
  }

  private static ImageSize size(TiffDirectory directory, int widthTag, int heightTag)
      throws ImageException {
    return new ImageSize(directory.count(widthTag, 0), directory.count(heightTag, 0));
  }

  private static long rowsPerStrip(TiffDirectory directory, long height) throws ImageException {
    long rows = directory.number(TiffTag.ROWS_PER_STRIP, height);
    if (rows <= 0) {
      throw TiffDirectory.corrupt("its strips have " + rows + " rows");
    }
    return Math.min(rows, height);
  }

  private static int samples(TiffDirectory directory) throws ImageException {
    int samples = directory.count(TiffTag.SAMPLES_PER_PIXEL, 1);
    if (samples == 0) {
      throw TiffDirectory.corrupt("its pixels have no samples");
    }
    if (samples > MAX_SAMPLES) {
      throw TiffDirectory.unsupported(
          "has %d samples a pixel; at most %d are accepted".formatted(samples, MAX_SAMPLES));
    }
    return samples;
  }

  private static int bits(TiffDirectory directory, int samples) throws ImageException {
    int bits = directory.count(TiffTag.BITS_PER_SAMPLE, 1);
    Optional<TiffField> field = directory.field(TiffTag.BITS_PER_SAMPLE);
    for (int i = 1; field.isPresent() && i < Math.min(field.get().count(), samples); i++) {
      if (field.get().number(i) != bits) {
        throw TiffDirectory.unsupported("has samples of different numbers of bits");
      }
    }
    return bits;
  }

  /** Blocks beside each other. */
  int across() {
    return (width + blockWidth - 1) / blockWidth;
  }

  /** Blocks below each other. */
  int down() {
    return (height + blockHeight - 1) / blockHeight;
  }

  /** Samples that lie beside each other in the same row: those of a pixel, or one. */
  int samplesInRow() {
    return planar ? 1 : samples;
  }

  /** Bytes of so many pixels in a row. */
  int rowBytes(int pixels) throws ImageException {
    return size(((long) pixels * samplesInRow() * bits + 7) / 8);
  }

  /** Rows that are stored of a block in this row of blocks. */
  int blockRows(int row) {
    return tiled ? blockHeight : Math.min(blockHeight, height - row * blockHeight);
  }

  /** A number of bytes that an array must hold. */
  static int size(long bytes) throws ImageException {
    if (bytes > Integer.MAX_VALUE - 64) {
      throw new ImageException(
          Reason.TOO_LARGE, "the TIFF has a plane, strip or tile of %d bytes".formatted(bytes));
    }
    return (int) bytes;
  }
}
