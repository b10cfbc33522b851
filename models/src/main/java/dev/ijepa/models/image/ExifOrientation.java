package dev.ijepa.models.image;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the orientation in an image's metadata as Pillow does: in EXIF first, and in XMP if the
 * EXIF has none. What is invalid there does not make the image invalid: it is upright then.
 */
public final class ExifOrientation {
  private static final int TAG_ORIENTATION = 274;
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 12;

  /** Values up to this length are in their entry. */
  private static final int INLINE_BYTES = 4;

  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");
  private static final String PREFIX = "Exif\0\0";

  /** The four bytes before the directory's place; some writers have the 42 the wrong way round. */
  private static final Set<String> LITTLE_ENDIAN = Set.of("II*\0", "II\0*");

  private static final Set<String> BIG_ENDIAN = Set.of("MM\0*", "MM*\0", "MM\0+");

  private final FileBytes bytes;

  /** Tags that have a value: of several entries with the same tag the first counts. */
  private final Set<Integer> seen = new HashSet<>();

  private long valueBytes;

  private ExifOrientation(FileBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * The orientation of an image.
   *
   * @param exif a TIFF file of tags, after "Exif\0\0" or without it; empty if the image has none
   * @param xmp XMP as text; empty if the image has none
   */
  public static Orientation find(byte[] exif, String xmp) {
    FileBytes whole = FileBytes.bigEndian(exif);
    int start = 0;
    for (int i = 0; i < 2 && whole.has(start, PREFIX); i++) {
      start += PREFIX.length();
    }
    if (start == exif.length) {
      return fromXmp(xmp);
    }
    byte[] tags = start == 0 ? exif : Arrays.copyOfRange(exif, start, exif.length);
    if (tags.length < HEADER_BYTES) {
      return Orientation.UPRIGHT;
    }
    if (startsWith(tags, LITTLE_ENDIAN)) {
      return fromExif(FileBytes.littleEndian(tags), xmp);
    }
    // XMP does not count beside EXIF that can't be read at all.
    return startsWith(tags, BIG_ENDIAN)
        ? fromExif(FileBytes.bigEndian(tags), xmp)
        : Orientation.UPRIGHT;
  }

  private static boolean startsWith(byte[] tags, Set<String> headers) {
    return headers.stream().anyMatch(header -> FileBytes.bigEndian(tags).has(0, header));
  }

  private static Orientation fromXmp(String xmp) {
    Matcher matcher = XMP.matcher(xmp);
    return Orientation.ofExif(matcher.find() ? Long.parseLong(matcher.group(1)) : 0);
  }

  private static Orientation fromExif(FileBytes bytes, String xmp) {
    try {
      Optional<TiffField> field = new ExifOrientation(bytes).inFirstDirectory();
      if (field.isPresent()) {
        return of(field.get());
      }
    } catch (ImageException e) {
      // What comes behind a value that lies outside of the file is not read.
    }
    return fromXmp(xmp);
  }

  /**
   * The orientation that a field tells. It is upright if the field has no whole number; Pillow does
   * not take bytes for one.
   */
  public static Orientation of(TiffField field) throws ImageException {
    return switch (field.type()) {
      case TiffType.BYTE, TiffType.UNDEFINED -> Orientation.UPRIGHT;
      default -> Orientation.ofExif(field.number(0));
    };
  }

  private Optional<TiffField> inFirstDirectory() throws ImageException {
    long directory = bytes.u32(4);
    int entries = bytes.u16(directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      bytes.range(entry, ENTRY_BYTES);
      int tag = bytes.u16(entry);
      Optional<TiffField> field = seen.contains(tag) ? Optional.empty() : field(entry);
      if (field.isPresent()) {
        if (tag == TAG_ORIENTATION) {
          return field;
        }
        seen.add(tag);
      }
    }
    return Optional.empty();
  }

  /**
   * An entry, if it has a value that counts: of a known type, and together with those before no
   * longer than the file.
   *
   * @throws ImageException if the value lies outside of the file
   */
  private Optional<TiffField> field(long entry) throws ImageException {
    int type = bytes.u16(entry + 2);
    long count = bytes.u32(entry + 4);
    if (count == 0 || !TiffType.isKnown(type)) {
      return Optional.empty();
    }
    long length = count * TiffType.bytes(type);
    if (length <= INLINE_BYTES) {
      return Optional.of(new TiffField(bytes, type, count, entry + 8));
    }
    valueBytes += length;
    if (valueBytes > bytes.length()) {
      return Optional.empty();
    }
    long at = bytes.range(bytes.u32(entry + 8), length);
    return Optional.of(new TiffField(bytes, type, count, at));
  }
}
