package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the strips or tiles of a TIFF are compressed. */
enum TiffCompression {
  NONE(1, "nothing"),
  CCITT_RLE(2, "CCITT run lengths"),
  CCITT_G3(3, "CCITT group 3"),
  CCITT_G4(4, "CCITT group 4"),
  LZW(5, "LZW"),
  JPEG(7, "JPEG"),
  DEFLATE(8, "deflate"),
  CCITT_RLE_WORD(32771, "CCITT run lengths in words"),
  PACK_BITS(32773, "PackBits"),
  DEFLATE_OLD(32946, "deflate"),
  LZMA(34925, "LZMA"),
  ZSTD(50000, "Zstandard");

  private final int code;
  private final String label;

  TiffCompression(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /**
   * The compression of this number.
   *
   * @throws ImageException UNSUPPORTED_FORMAT, with its name, if it is not accepted
   */
  static TiffCompression of(long code) throws ImageException {
    return Arrays.stream(values())
        .filter(compression -> compression.code == code)
        .findFirst()
        .orElseThrow(
            () ->
                TiffDirectory.unsupported(
                    "is compressed with %s; accepted are %s".formatted(refused(code), accepted())));
  }

  /** Its name as people write it. */
  String label() {
    return label;
  }

  private static String accepted() {
    return Arrays.stream(values())
        .filter(compression -> compression != NONE && compression != DEFLATE_OLD)
        .map(compression -> compression.label)
        .collect(Collectors.joining(", "));
  }

  private static String refused(long code) {
    String name =
        switch ((int) code) {
          case 6 -> "JPEG of the old style (TIFF 6.0)";
          case 9, 10 -> "JBIG";
          case 32766 -> "NeXT's run lengths";
          case 32809 -> "ThunderScan's run lengths";
          case 32895, 32896, 32897, 32898 -> "a prepress method of IT8";
          case 32908, 32909 -> "a method of Pixar";
          case 32947 -> "a method of Kodak";
          case 33003, 33004, 33005, 34712 -> "JPEG 2000";
          case 34661 -> "JBIG";
          case 34676, 34677 -> "SGI's LogLuv";
          case 34887 -> "LERC";
          case 34892 -> "lossy JPEG of DNG";
          case 34926, 50000 -> "Zstandard";
          case 34927, 50001 -> "WebP";
          case 34933, 50002, 52546 -> "JPEG XL";
          case 34934 -> "JPEG XR";
          default -> "an unknown method";
        };
    return "%s (compression %d)".formatted(name, code);
  }
}
