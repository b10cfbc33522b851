package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

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
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int COLOR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;

  /** What a decoder needs to find and unpack the samples, and nothing that it might follow. */
  private static final Set<Integer> KEPT =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS_PER_SAMPLE,
          COMPRESSION,
          PHOTOMETRIC,
          SAMPLES_PER_PIXEL,
          COLOR_MAP,
          TILE_WIDTH,
          TILE_HEIGHT,
          EXTRA_SAMPLES,
          SAMPLE_FORMAT,
          266, // fill order
          273, // strip offsets
          278, // rows per strip
          279, // strip byte counts
          284, // planar configuration
          292, // options of fax group 3
          293, // options of fax group 4
          317, // predictor
          324, // tile offsets
          325, // tile byte counts
          347, // JPEG tables
          529, // YCbCr coefficients
          530, // YCbCr subsampling
          531, // YCbCr positioning
          532); // reference black and white

  private static final int ENTRY_BYTES = 12;

  private final FileBytes bytes;
  private final long first;
  private final int entries;

  private TiffDirectory(FileBytes bytes, long first, int entries) {
    this.bytes = bytes;
    this.first = first;
    this.entries = entries;
  }

  /** Finds the first directory. */
  static TiffDirectory read(byte[] file) throws ImageException {
    FileBytes bytes =
        FileBytes.bigEndian(file).has(0, "II")
            ? FileBytes.littleEndian(file)
            : FileBytes.bigEndian(file);
    long at = bytes.u32(4);
    int entries = bytes.u16(at);
    bytes.range(at, 2 + (long) entries * ENTRY_BYTES);
    return new TiffDirectory(bytes, at + 2, entries);
  }

  /** The first value of a tag. */
  long number(int tag, long orElse) throws ImageException {
    long[] values = numbers(tag, 1);
    return values.length == 0 ? orElse : values[0];
  }

  /**
   * The values of a tag, as many as there are but no more than {@code most}; empty without the tag.
   * The last entry of a tag counts.
   */
  long[] numbers(int tag, int most) throws ImageException {
    for (int i = entries - 1; i >= 0; i--) {
      long entry = first + (long) i * ENTRY_BYTES;
      if (bytes.u16(entry) == tag) {
        return values(entry, most);
      }
    }
    return new long[0];
  }

  private long[] values(long entry, int most) throws ImageException {
    int type = bytes.u16(entry + 2);
    if (type != TiffType.BYTE && type != TiffType.SHORT && type != TiffType.LONG) {
      return new long[0];
    }
    long at = valuesAt(entry);
    long[] values = new long[(int) Math.min(bytes.u32(entry + 4), most)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case TiffType.BYTE -> bytes.u8(at + i);
            case TiffType.SHORT -> bytes.u16(at + 2L * i);
            default -> bytes.u32(at + 4L * i);
          };
    }
    return values;
  }

  private long valuesAt(long entry) throws ImageException {
    long length = bytes.u32(entry + 4) * TiffType.bytes(bytes.u16(entry + 2));
    long at = length <= 4 ? entry + 8 : bytes.u32(entry + 8);
    bytes.range(at, length);
    return at;
  }

  /**
   * Takes out of the file, in place, all entries that a decoder does not need, and the way to
   * further directories.
   *
   * @throws ImageException CORRUPT if the values of an entry lie outside of the file
   */
  void strip() throws ImageException {
    byte[] file = bytes.array();
    int kept = 0;
    BitSet wanted = wanted();
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      int entry = (int) first + i * ENTRY_BYTES;
      valuesAt(entry);
      System.arraycopy(file, entry, file, (int) first + kept * ENTRY_BYTES, ENTRY_BYTES);
      kept++;
    }
    bytes.setU16((int) first - 2, kept);
    int next = (int) first + kept * ENTRY_BYTES;
    if (next + 4 > file.length) {
      throw new ImageException(Reason.CORRUPT, "the TIFF is truncated inside of its directory");
    }
    bytes.setU16(next, 0);
    bytes.setU16(next + 2, 0);
  }

  /** The entries to keep: of each tag the last, or a decoder might take another one than we did. */
  private BitSet wanted() throws ImageException {
    BitSet wanted = new BitSet();
    Set<Integer> seen = new HashSet<>();
    for (int i = entries - 1; i >= 0; i--) {
      int tag = bytes.u16(first + (long) i * ENTRY_BYTES);
      wanted.set(i, KEPT.contains(tag) && seen.add(tag));
    }
    return wanted;
  }
}
