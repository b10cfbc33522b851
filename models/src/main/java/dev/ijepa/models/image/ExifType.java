package dev.ijepa.models.image;

/** The types of values in EXIF, with their numbers. Source: TIFF 6.0, section 2, and BigTIFF. */
final class ExifType {
  private static final int BYTE = 1;
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int SIGNED_BYTE = 6;
  private static final int UNDEFINED = 7;
  private static final int SIGNED_SHORT = 8;
  private static final int SIGNED_LONG = 9;
  private static final int SIGNED_RATIONAL = 10;
  private static final int FLOAT = 11;
  private static final int DOUBLE = 12;
  private static final int DIRECTORY = 13;
  private static final int LONG_8 = 16;

  private ExifType() {}

  /** Bytes of one value; 0 if there is no such type. */
  static int bytes(int type) {
    return switch (type) {
      case BYTE, ASCII, SIGNED_BYTE, UNDEFINED -> 1;
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG, FLOAT, DIRECTORY -> 4;
      case RATIONAL, SIGNED_RATIONAL, DOUBLE, LONG_8 -> 8;
      default -> 0;
    };
  }

  /** A value as a number; NaN for text and for bytes, which Pillow does not take for numbers. */
  static double number(FileBytes bytes, int type, long at) throws ImageException {
    return switch (type) {
      case SHORT -> bytes.u16(at);
      case SIGNED_BYTE -> (byte) bytes.u8(at);
      case SIGNED_SHORT -> (short) bytes.u16(at);
      case LONG, DIRECTORY -> bytes.u32(at);
      case SIGNED_LONG -> (int) bytes.u32(at);
      case RATIONAL -> bytes.u32(at) / (double) bytes.u32(at + 4);
      case SIGNED_RATIONAL -> (int) bytes.u32(at) / (double) (int) bytes.u32(at + 4);
      case FLOAT -> Float.intBitsToFloat((int) bytes.u32(at));
      case DOUBLE -> Double.longBitsToDouble(bytes.u64(at));
      case LONG_8 -> bytes.u64(at);
      default -> Double.NaN;
    };
  }
}
