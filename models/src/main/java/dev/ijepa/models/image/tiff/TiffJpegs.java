package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.jpeg.JpegHeader;
import dev.ijepa.models.image.jpeg.JpegScans;
import java.util.Arrays;

/**
 * A guard for the JPEGs that the strips or tiles of a TIFF are. Each has a header of its own, and a
 * decoder takes what that tells, however small the TIFF is: so they are held against the same
 * limits as any JPEG. Like libtiff, none may be larger than its strip or tile.
 */
final class TiffJpegs {
  private final byte[] file;
  private final TiffDirectory directory;
  private final ImageGuard guard;
  private final long maxWidth;
  private final long maxHeight;

  private TiffJpegs(byte[] file, TiffDirectory directory, ImageGuard guard) throws ImageException {
    this.file = file;
    this.directory = directory;
    this.guard = guard;
    maxWidth = directory.number(TiffDirectory.TILE_WIDTH, directory.number(TiffDirectory.WIDTH, 0));
    maxHeight =
        directory.number(
            TiffDirectory.TILE_HEIGHT,
            directory.number(TiffDirectory.ROWS_PER_STRIP, ImageSize.MAX_SIDE));
  }

  /**
   * Passes JPEGs that may be decoded.
   *
   * @return the most bytes of coefficients that are kept while one is decoded
   * @throws ImageException CORRUPT if they are not whole, lie over each other, or are larger than
   *     their strip or tile; otherwise as for a JPEG
   */
  static long check(byte[] file, TiffDirectory directory, ImageGuard guard) throws ImageException {
    return new TiffJpegs(file, directory, guard).check();
  }

  private long check() throws ImageException {
    long[] offsets = numbers(TiffDirectory.TILE_OFFSETS);
    long[] lengths = numbers(TiffDirectory.TILE_BYTE_COUNTS);
    if (offsets.length == 0) {
      offsets = numbers(TiffDirectory.STRIP_OFFSETS);
      lengths = numbers(TiffDirectory.STRIP_BYTE_COUNTS);
    }
    if (offsets.length != lengths.length) {
      throw corrupt("%d JPEGs, and the lengths of %d".formatted(offsets.length, lengths.length));
    }
    if (Arrays.stream(lengths).sum() > file.length) {
      throw corrupt("JPEGs that are longer than the file");
    }
    long kept = 0;
    for (int i = 0; i < offsets.length; i++) {
      guard.checkTime();
      int from = FileBytes.bigEndian(file).range(offsets[i], lengths[i]);
      kept = Math.max(kept, check(Arrays.copyOfRange(file, from, from + (int) lengths[i])));
    }
    return kept;
  }

  private long check(byte[] jpeg) throws ImageException {
    JpegHeader header = JpegHeader.read(jpeg);
    ImageSize size = header.size();
    if (size.width() > maxWidth || size.height() > maxHeight) {
      throw corrupt(
          "a JPEG of %dx%d pixels in a strip or tile of %dx%d"
              .formatted(size.width(), size.height(), maxWidth, maxHeight));
    }
    size.check(guard);
    JpegScans.check(jpeg, header.scan());
    return header.keptBytes();
  }

  private long[] numbers(int tag) throws ImageException {
    return directory.numbers(tag, Integer.MAX_VALUE);
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the TIFF is corrupt: it has " + what);
  }
}
