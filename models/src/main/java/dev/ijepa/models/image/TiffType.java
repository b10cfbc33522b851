package dev.ijepa.models.image;

/** The numbers of TIFF's field types that are read here. Source: TIFF 6.0, section 2. */
final class TiffType {
  static final int BYTE = 1;
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int SIGNED_BYTE = 6;
  static final int UNDEFINED = 7;
  static final int SIGNED_SHORT = 8;
  static final int SIGNED_LONG = 9;

  private TiffType() {}

  /** Bytes of one value; 1 for types that are not read here. */
  static int bytes(int type) {
    return switch (type) {
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG -> 4;
      default -> 1;
    };
  }
}
