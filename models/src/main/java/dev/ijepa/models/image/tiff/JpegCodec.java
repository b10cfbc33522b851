package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.RgbImage;
import dev.ijepa.models.image.jpeg.JpegDecoder;
import dev.ijepa.models.image.jpeg.JpegHeader;
import dev.ijepa.models.image.jpeg.JpegPartDecoder;
import dev.ijepa.models.image.jpeg.JpegSamples;
import dev.ijepa.models.image.jpeg.JpegScans;

/**
 * JPEGs as strips or tiles. Each has a header of its own, and a decoder takes what that tells,
 * however small the TIFF is: so it must be that of the strip or tile.
 *
 * <p>TensorFlow decodes large ones of gray, RGB and YCbCr. It takes longer to call than a small one
 * takes to decode. Those of two and four components it would not leave as they are.
 */
final class JpegCodec implements TiffCodec {
  /** Up to so many pixels a call of TensorFlow costs more than it saves. */
  private static final int MAX_SMALL_PIXELS = 32 * 32;

  private final JpegDecoder decoder;
  private final JpegPartDecoder parts;
  private final TiffLayout layout;
  private final byte[] tables;
  private final boolean ycbcr;
  private final ImageGuard guard;

  /**
   * @param decoder of JPEGs that are whole files
   * @param tables that all strips or tiles share, as a JPEG; may be empty
   * @param ycbcr whether three components are YCbCr, or else RGB
   * @throws ImageException CORRUPT if the tables are
   */
  JpegCodec(JpegDecoder decoder, TiffLayout layout, byte[] tables, boolean ycbcr, ImageGuard guard)
      throws ImageException {
    this.decoder = decoder;
    byte[] shared = tables.length == 0 ? tables : JpegStream.part(tables, 0, tables.length);
    this.parts = new JpegPartDecoder(shared, ycbcr, guard);
    this.layout = layout;
    this.tables = tables;
    this.ycbcr = ycbcr;
    this.guard = guard;
  }

  /**
   * Bytes that decoding one strip or tile takes beside its samples: RGB, and for each component its
   * samples in whole MCUs, with two bytes for each coefficient where several scans tell them.
   */
  static long bytes(TiffLayout layout) {
    long samples =
        padded(layout.blockWidth()) * padded(layout.blockHeight()) * layout.samplesInRow();
    return 3L * layout.blockWidth() * layout.blockHeight() + 3 * samples;
  }

  /** Whole MCUs, which have at most 4 blocks of 8 pixels to a side. */
  private static long padded(int side) {
    return (side + 31L) / 32 * 32;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    boolean whole = isForTensorFlow();
    byte[] jpeg =
        whole
            ? JpegStream.of(tables, packed, from, length, ycbcr)
            : JpegStream.part(packed, from, length);
    JpegHeader header = JpegHeader.readPart(jpeg);
    int rows = size / rowBytes();
    check(header, rows);
    JpegScans.check(jpeg, header.scan());
    if (whole) {
      decodeWhole(jpeg, rows, target, at);
    } else {
      decodePart(jpeg, rows, target, at);
    }
  }

  private int rowBytes() {
    return layout.blockWidth() * layout.samplesInRow();
  }

  private boolean isForTensorFlow() {
    boolean isKnown = layout.samplesInRow() == 1 || layout.samplesInRow() == 3;
    return isKnown && (long) layout.blockWidth() * layout.blockHeight() > MAX_SMALL_PIXELS;
  }

  private void decodeWhole(byte[] jpeg, int rows, byte[] target, int at) throws ImageException {
    try (RgbImage image = decoder.decode(jpeg, guard)) {
      byte[] row = new byte[image.width() * 3];
      for (int y = 0; y < rows; y++) {
        image.readRow(y, row, 0);
        put(row, target, at + y * rowBytes());
      }
    }
  }

  private void decodePart(byte[] jpeg, int rows, byte[] target, int at) throws ImageException {
    JpegSamples samples = parts.decode(jpeg);
    for (int y = 0; y < rows; y++) {
      samples.readRow(y, target, at + y * rowBytes());
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
}
