package dev.ijepa.models.image;

/** The numbers of TIFF's field types. Source: TIFF 6.0, section 2, and BigTIFF. */
public final class TiffType {
  public static final int BYTE = 1;
  public static final int ASCII = 2;
  public static final int SHORT = 3;
  public static final int LONG = 4;
  public static final int RATIONAL = 5;
  public static final int SIGNED_BYTE = 6;
  public static final int UNDEFINED = 7;
  public static final int SIGNED_SHORT = 8;
  public static final int SIGNED_LONG = 9;
  public static final int SIGNED_RATIONAL = 10;
  public static final int FLOAT = 11;
  public static final int DOUBLE = 12;
  public static final int IFD = 13;
  public static final int LONG8 = 16;

  private TiffType() {}

  /** Whether Pillow reads values of a type; it passes over tags of all others. */
  public static boolean isKnown(int type) {
    return (type >= BYTE && type <= IFD) || type == LONG8;
  }

  /** Bytes of one value; 1 for types that are not known. */
  public static int bytes(int type) {
    return switch (type) {
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG, FLOAT, IFD -> 4;
      case RATIONAL, SIGNED_RATIONAL, DOUBLE, LONG8 -> 8;
      default -> 1;
    };
  }
}
