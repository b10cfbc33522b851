package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.TiffField;
import java.util.Optional;

/**
 * YCbCr of which some pixels beside and below each other share Cb and Cr. The file has them in
 * units: the Y of all those pixels, row by row, then Cb, then Cr. Source: TIFF 6.0, section 21.
 *
 * @param across pixels of a unit beside each other: 1, 2 or 4
 * @param down rows of a unit: 1, 2 or 4
 */
record YcbcrUnits(int across, int down) {
  /** The specification's, which libtiff follows. */
  private static final int DEFAULT = 2;

  private static final int SAMPLES = 3;

  /**
   * The units of a file; none if each pixel has its own three samples, or if it is not of YCbCr, or
   * its JPEGs take care of it.
   *
   * @throws ImageException CORRUPT if there are no units of such a size
   */
  static Optional<YcbcrUnits> of(TiffDirectory directory, TiffLayout layout) throws ImageException {
    if (TiffColor.photometric(directory) != TiffColor.YCBCR
        || layout.compression() == TiffCompression.JPEG
        || layout.planar()
        || layout.samples() != SAMPLES
        || isTakenForWhole(directory, layout)) {
      return Optional.empty();
    }
    Optional<TiffField> told =
        directory.field(TiffTag.YCBCR_SUBSAMPLING).filter(field -> field.count() > 1);
    long across = told.isPresent() ? told.get().number(0) : DEFAULT;
    long down = told.isPresent() ? told.get().number(1) : DEFAULT;
    if (!isSide(across) || !isSide(down)) {
      throw TiffDirectory.corrupt(
          "Cb and Cr are told once for %dx%d pixels; allowed are 1, 2 and 4"
              .formatted(across, down));
    }
    return across == 1 && down == 1
        ? Optional.empty()
        : Optional.of(new YcbcrUnits((int) across, (int) down));
  }

  /** Pillow takes pixels that are not compressed for whole ones; so do we if they may be. */
  private static boolean isTakenForWhole(TiffDirectory directory, TiffLayout layout)
      throws ImageException {
    if (layout.compression() != TiffCompression.NONE) {
      return false;
    }
    long bytes = (long) SAMPLES * layout.blockWidth() * layout.blockRows(0);
    int lengths = layout.tiled() ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
    return !directory.has(TiffTag.YCBCR_SUBSAMPLING) || directory.number(lengths, 0) >= bytes;
  }

  private static boolean isSide(long side) {
    return side == 1 || side == 2 || side == 4;
  }

  /** Bytes of a strip or tile of units. */
  long bytes(int width, int rows) {
    return (long) ((rows + down - 1) / down) * rowBytes(width);
  }

  private int rowBytes(int width) {
    return (width + across - 1) / across * unitBytes();
  }

  private int unitBytes() {
    return across * down + 2;
  }

  /**
   * Gives each pixel of a row its own three samples.
   *
   * @param units of a strip or tile
   * @param width pixels of its rows
   * @param y the row within it
   * @param pixels how many are needed
   * @param to gets three bytes for each
   * @param at where they go
   */
  void expand(byte[] units, int width, int y, int pixels, byte[] to, int at) {
    int row = y / down * rowBytes(width);
    int luma = y % down * across;
    int out = at;
    for (int x = 0; x < pixels; x++) {
      int unit = row + x / across * unitBytes();
      to[out++] = units[unit + luma + x % across];
      to[out++] = units[unit + across * down];
      to[out++] = units[unit + across * down + 1];
    }
  }
}
