package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.TiffType;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which entries of a TIFF's directory a decoder gets to see. It reads the values of all that it
 * sees, so these are of types that it needs, and together no longer than the file.
 *
 * <p>YCbCr is accepted within JPEG only, and so none of its own tags is needed.
 */
final class TiffTags {
  static final int ENTRY_BYTES = 12;

  /** Where the samples are and how they are packed, in whole numbers. */
  private static final Set<Integer> NUMBERS =
      Set.of(
          TiffDirectory.WIDTH,
          TiffDirectory.HEIGHT,
          TiffDirectory.BITS_PER_SAMPLE,
          TiffDirectory.COMPRESSION,
          TiffDirectory.PHOTOMETRIC,
          TiffDirectory.STRIP_OFFSETS,
          TiffDirectory.ORIENTATION,
          TiffDirectory.SAMPLES_PER_PIXEL,
          TiffDirectory.ROWS_PER_STRIP,
          TiffDirectory.STRIP_BYTE_COUNTS,
          TiffDirectory.COLOR_MAP,
          TiffDirectory.TILE_WIDTH,
          TiffDirectory.TILE_HEIGHT,
          TiffDirectory.TILE_OFFSETS,
          TiffDirectory.TILE_BYTE_COUNTS,
          TiffDirectory.EXTRA_SAMPLES,
          TiffDirectory.SAMPLE_FORMAT,
          266, // fill order
          284, // planar configuration
          292, // options of fax group 3
          293, // options of fax group 4
          317); // predictor

  private static final int JPEG_TABLES = 347;

  private TiffTags() {}

  /**
   * Takes all other entries out of a directory, in place.
   *
   * @param first where the first entry is
   * @param entries how many there are
   * @return how many are left
   * @throws ImageException CORRUPT if the values of a kept entry lie outside of the file, or those
   *     of all of them are longer than it
   */
  static int strip(FileBytes bytes, int first, int entries) throws ImageException {
    BitSet wanted = wanted(bytes, first, entries);
    long length = 0;
    int kept = 0;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      int entry = first + i * ENTRY_BYTES;
      length += length(bytes, entry);
      valuesAt(bytes, entry);
      System.arraycopy(
          bytes.array(), entry, bytes.array(), first + kept * ENTRY_BYTES, ENTRY_BYTES);
      kept++;
    }
    if (length > bytes.length()) {
      throw new ImageException(
          Reason.CORRUPT,
          "the TIFF is corrupt: its tags have %d bytes of values, and the whole file %d"
              .formatted(length, bytes.length()));
    }
    return kept;
  }

  /** The entries to keep: of each tag the last, or a decoder might take another one than we do. */
  private static BitSet wanted(FileBytes bytes, int first, int entries) throws ImageException {
    BitSet wanted = new BitSet();
    Set<Integer> seen = new HashSet<>();
    for (int i = entries - 1; i >= 0; i--) {
      int entry = first + i * ENTRY_BYTES;
      int tag = bytes.u16(entry);
      wanted.set(i, isWanted(tag, bytes.u16(entry + 2)) && !seen.contains(tag));
      seen.add(tag);
    }
    return wanted;
  }

  private static boolean isWanted(int tag, int type) {
    return switch (type) {
      case TiffType.SHORT, TiffType.LONG -> NUMBERS.contains(tag);
      case TiffType.BYTE -> NUMBERS.contains(tag) || tag == JPEG_TABLES;
      case TiffType.UNDEFINED -> tag == JPEG_TABLES;
      default -> false;
    };
  }

  /** Where the values of a kept entry are. */
  static long valuesAt(FileBytes bytes, long entry) throws ImageException {
    long length = length(bytes, entry);
    long at = length <= 4 ? entry + 8 : bytes.u32(entry + 8);
    bytes.range(at, length);
    return at;
  }

  /** Bytes of the values of a kept entry. */
  static long length(FileBytes bytes, long entry) throws ImageException {
    return bytes.u32(entry + 4) * TiffType.bytes(bytes.u16(entry + 2));
  }
}
