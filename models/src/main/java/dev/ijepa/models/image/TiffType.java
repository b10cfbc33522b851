package dev.ijepa.models.image;

/** The numbers of TIFF's field types that are read here. Source: TIFF 6.0, section 2. */
public final class TiffType {
  public static final int BYTE = 1;
  public static final int SHORT = 3;
  public static final int LONG = 4;
  public static final int SIGNED_BYTE = 6;
  public static final int UNDEFINED = 7;
  public static final int SIGNED_SHORT = 8;
  public static final int SIGNED_LONG = 9;

  private TiffType() {}

  /** Bytes of one value; 1 for types that are not read here. */
  public static int bytes(int type) {
    return switch (type) {
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG -> 4;
      default -> 1;
    };
  }
}
