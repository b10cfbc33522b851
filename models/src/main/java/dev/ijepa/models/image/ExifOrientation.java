package dev.ijepa.models.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the orientation in an image's metadata as Pillow does: in EXIF first, then in XMP. What is
 * invalid there does not make the image invalid: it is upright then.
 */
public final class ExifOrientation {
  private static final int TAG_ORIENTATION = 274;
  private static final int ENTRY_BYTES = 12;
  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");
  private static final String PREFIX = "Exif\0\0";
  private static final int NONE = -1;

  private ExifOrientation() {}

  /**
   * The orientation of an image.
   *
   * @param exif a TIFF file of tags, after "Exif\0\0" or without it; empty if the image has none
   * @param xmp XMP as text; empty if the image has none
   */
  public static Orientation find(byte[] exif, String xmp) {
    long number = fromExif(exif);
    if (number == NONE) {
      Matcher matcher = XMP.matcher(xmp);
      number = matcher.find() ? Long.parseLong(matcher.group(1)) : NONE;
    }
    return Orientation.ofExif(number);
  }

  private static long fromExif(byte[] exif) {
    FileBytes big = FileBytes.bigEndian(exif);
    int start = 0;
    for (int i = 0; i < 2 && big.has(start, PREFIX); i++) {
      start += PREFIX.length();
    }
    boolean littleEndian = big.has(start, "II");
    if (!littleEndian && !big.has(start, "MM")) {
      return NONE;
    }
    try {
      return inDirectory(littleEndian ? FileBytes.littleEndian(exif) : big, start);
    } catch (ImageException e) {
      return NONE;
    }
  }

  private static long inDirectory(FileBytes bytes, int start) throws ImageException {
    if (bytes.u16(start + 2) != 42) {
      return NONE;
    }
    long directory = start + bytes.u32(start + 4);
    int entries = bytes.u16(directory);
    long number = NONE;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > bytes.length()) {
        // A directory that is cut off: what came before counts.
        return number;
      }
      if (bytes.u16(entry) == TAG_ORIENTATION) {
        number = value(bytes, entry, start);
      }
    }
    return number;
  }

  /**
   * The first value of an entry, which lies in the entry if all values fit, and else where it
   * points; 0, which is no orientation, if it is no whole number.
   */
  private static long value(FileBytes bytes, long entry, int start) throws ImageException {
    int type = bytes.u16(entry + 2);
    long count = bytes.u32(entry + 4);
    int width = TiffType.bytes(type);
    if (count == 0) {
      return 0;
    }
    long at = count * width <= 4 ? entry + 8 : start + bytes.u32(entry + 8);
    bytes.range(at, count * width);
    return switch (type) {
      case TiffType.SHORT, TiffType.SIGNED_SHORT -> bytes.u16(at);
      case TiffType.LONG, TiffType.SIGNED_LONG -> bytes.u32(at);
      case TiffType.SIGNED_BYTE -> bytes.u8(at);
      default -> 0;
    };
  }
}
