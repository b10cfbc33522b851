package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.TiffField;
import dev.ijepa.models.image.TiffType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first directory of a TIFF or a BigTIFF: what its tags tell of the first image. Nothing else
 * is followed, so that chains of directories without end cost nothing.
 *
 * <p>Of a tag that is there twice the first counts, and entries of an unknown type or without
 * values do not count, as in Pillow.
 *
 * <p>Source: TIFF 6.0, section 2; BigTIFF.
 */
final class TiffDirectory {
  private static final int BIG_VERSION = 43;

  private final FileBytes bytes;
  private final boolean big;
  private final Map<Integer, TiffField> fields = new HashMap<>();

  /** Bytes of all values so far that do not lie in their entries. */
  private long valueBytes;

  private TiffDirectory(FileBytes bytes) throws ImageException {
    this.bytes = bytes;
    // Headers whose version has the other byte order than the rest exist.
    this.big = bytes.u8(2) == BIG_VERSION || bytes.u8(3) == BIG_VERSION;
  }

  /**
   * Reads the directory.
   *
   * @throws ImageException CORRUPT if it is not whole
   */
  static TiffDirectory read(byte[] file) throws ImageException {
    FileBytes bytes = FileBytes.bigEndian(file);
    TiffDirectory directory =
        new TiffDirectory(bytes.has(0, "II") ? FileBytes.littleEndian(file) : bytes);
    directory.readEntries();
    return directory;
  }

  private void readEntries() throws ImageException {
    long start = big ? bytes.u64(8) : bytes.u32(4);
    int entryBytes = big ? 20 : 12;
    long entries = big ? bytes.u64(start) : bytes.u16(start);
    long first = start + (big ? 8 : 2);
    if (entries < 0 || entries > bytes.length() / entryBytes) {
      throw corrupt("its directory has " + Long.toUnsignedString(entries) + " entries");
    }
    bytes.range(first, entries * entryBytes);
    for (long entry = first; entry < first + entries * entryBytes; entry += entryBytes) {
      int tag = bytes.u16(entry);
      if (TiffType.isKnown(bytes.u16(entry + 2)) && !fields.containsKey(tag)) {
        readEntry(tag, entry);
      }
    }
  }

  private void readEntry(int tag, long entry) throws ImageException {
    int type = bytes.u16(entry + 2);
    long count = big ? bytes.u64(entry + 4) : bytes.u32(entry + 4);
    int inEntry = big ? 8 : 4;
    if (count <= 0 || count > bytes.length()) {
      return;
    }
    long length = count * TiffType.bytes(type);
    long at = entry + (big ? 12 : 8);
    if (length > inEntry) {
      at = big ? bytes.u64(at) : bytes.u32(at);
      valueBytes += length;
      if (at < 0 || at > bytes.length() - length || valueBytes > bytes.length()) {
        checkIsNotNeeded(tag, length);
        return;
      }
    }
    if (TiffTag.isRead(tag)) {
      fields.put(tag, new TiffField(bytes, type, count, at));
    }
  }

  /** Only what tells the orientation may lie outside of the file, or over other values. */
  private void checkIsNotNeeded(int tag, long length) throws ImageException {
    if (TiffTag.isRead(tag) && tag != TiffTag.XMP && tag != TiffTag.ORIENTATION) {
      throw corrupt(
          "tag %d has %d bytes of values, and they do not all lie in the file, which has %d"
              .formatted(tag, length, bytes.length()));
    }
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the TIFF is corrupt: " + what);
  }

  static ImageException unsupported(String what) {
    return new ImageException(Reason.UNSUPPORTED_FORMAT, "the TIFF " + what);
  }

  /** The whole file. */
  FileBytes bytes() {
    return bytes;
  }

  /** The entry of a tag, if there is one. */
  Optional<TiffField> field(int tag) {
    return Optional.ofNullable(fields.get(tag));
  }

  /** Whether there is an entry of a tag. */
  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The first value of a tag as a whole number; {@link TiffField#NO_NUMBER} if it is none. */
  long number(int tag, long orElse) throws ImageException {
    TiffField field = fields.get(tag);
    return field == null ? orElse : field.number(0);
  }

  /** As {@link #number}, for what must fit an int and be no less than 0. */
  int count(int tag, int orElse) throws ImageException {
    long number = number(tag, orElse);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw corrupt("tag " + tag + " has the value " + number);
    }
    return (int) number;
  }
}
