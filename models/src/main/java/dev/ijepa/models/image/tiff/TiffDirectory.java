package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.TiffType;

/**
 * The first directory of a TIFF: what its tags tell of the first image. Nothing else is followed,
 * so that chains of directories without end cost nothing.
 *
 * <p>Source: TIFF 6.0, section 8.
 */
final class TiffDirectory {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int COLOR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;

  private static final int HEADER_BYTES = 8;

  private final FileBytes bytes;
  private final int first;
  private final int entries;

  private TiffDirectory(FileBytes bytes, int first, int entries) {
    this.bytes = bytes;
    this.first = first;
    this.entries = entries;
  }

  /**
   * Finds the first directory, and takes out of the file, in place, what a decoder does not need:
   * other entries, and the way to further directories. Only then are values read, so that a decoder
   * sees the same ones, whatever lies over what.
   *
   * @throws ImageException CORRUPT if the directory is not whole, or its values are not; see {@link
   *     TiffTags#strip}
   */
  static TiffDirectory read(byte[] file) throws ImageException {
    FileBytes bytes =
        FileBytes.bigEndian(file).has(0, "II")
            ? FileBytes.littleEndian(file)
            : FileBytes.bigEndian(file);
    long at = bytes.u32(4);
    if (at < HEADER_BYTES) {
      throw new ImageException(
          Reason.CORRUPT, "the TIFF is corrupt: its directory lies over its header");
    }
    int entries = bytes.u16(at);
    int first = bytes.range(at, 2 + (long) entries * TiffTags.ENTRY_BYTES) + 2;
    int kept = TiffTags.strip(bytes, first, entries);
    int next = first + kept * TiffTags.ENTRY_BYTES;
    if (next + 4 > file.length) {
      throw new ImageException(Reason.CORRUPT, "the TIFF is truncated inside of its directory");
    }
    bytes.setU16(first - 2, kept);
    bytes.setU16(next, 0);
    bytes.setU16(next + 2, 0);
    return new TiffDirectory(bytes, first, kept);
  }

  /** What a decoder takes for all values, about: it keeps a SHORT as a short, an int and a long. */
  long bytes() throws ImageException {
    long length = 0;
    for (int i = 0; i < entries; i++) {
      length += TiffTags.length(bytes, first + (long) i * TiffTags.ENTRY_BYTES);
    }
    return 7 * length;
  }

  /** The first value of a tag. */
  long number(int tag, long orElse) throws ImageException {
    long[] values = numbers(tag, 1);
    return values.length == 0 ? orElse : values[0];
  }

  /**
   * The values of a tag, as many as there are but no more than {@code most}; empty without the tag.
   */
  long[] numbers(int tag, int most) throws ImageException {
    for (int i = 0; i < entries; i++) {
      long entry = first + (long) i * TiffTags.ENTRY_BYTES;
      if (bytes.u16(entry) == tag) {
        return values(entry, most);
      }
    }
    return new long[0];
  }

  private long[] values(long entry, int most) throws ImageException {
    int type = bytes.u16(entry + 2);
    long at = TiffTags.valuesAt(bytes, entry);
    long[] values = new long[(int) Math.min(bytes.u32(entry + 4), most)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case TiffType.SHORT -> bytes.u16(at + 2L * i);
            case TiffType.LONG -> bytes.u32(at + 4L * i);
            default -> bytes.u8(at + i);
          };
    }
    return values;
  }
}
