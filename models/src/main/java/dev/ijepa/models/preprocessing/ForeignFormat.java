package dev.ijepa.models.preprocessing;

import java.util.List;
import java.util.Set;

/** Names the files that are not accepted, so that a message can say what was sent. */
final class ForeignFormat {
  private static final List<Signature> SIGNATURES =
      List.of(
          at0("a PDF document", "%PDF"),
          at0("a PostScript document", "%!PS"),
          at0("an EPS drawing", "\u00c5\u00d0\u00d3\u00c6"),
          at0("a ZIP archive (or an Office document)", "PK\u0003\u0004"),
          at0("an empty ZIP archive", "PK\u0005\u0006"),
          at0("a gzip archive", "\u001f\u008b"),
          at0("a bzip2 archive", "BZh"),
          at0("an xz archive", "\u00fd7zXZ\0"),
          at0("a Zstandard archive", "(\u00b5/\u00fd"),
          at0("an LZ4 archive", "\u0004\"M\u0018"),
          at0("a 7-Zip archive", "7z\u00bc\u00af'\u001c"),
          at0("a RAR archive", "Rar!\u001a\u0007"),
          new Signature("a tar archive", 257, "ustar"),
          at0("a JPEG 2000 image", "\0\0\0\u000cjP  "),
          at0("a JPEG 2000 codestream", "\u00ffO\u00ffQ"),
          at0("a JPEG XL image", "\0\0\0\u000cJXL "),
          at0("a JPEG XL codestream", "\u00ff\n"),
          at0("a JPEG XR image", "II\u00bc"),
          at0("a Photoshop document", "8BPS"),
          at0("a GIMP document", "gimp xcf"),
          at0("an Olympus raw image", "IIRO"),
          at0("an Olympus raw image", "IIRS"),
          at0("a Panasonic raw image", "IIU\0"),
          at0("a Fujifilm raw image", "FUJIFILMCCD-RAW"),
          at0("a Sigma raw image", "FOVb"),
          at0("a Minolta raw image", "\0MRM"),
          at0("a Windows icon", "\0\0\u0001\0"),
          // A cursor tells its number next, and that is not 0.
          at0("a TGA image that is truncated", "\0\0\u0002\0\0\0"),
          at0("a Windows cursor", "\0\0\u0002\0"),
          at0("a DIB, which is a BMP without the header of its file", "(\0\0\0"),
          at0("an Apple icon", "icns"),
          at0(
              "an AppleDouble file (\"._\"), which macOS puts beside a file",
              "\0\u0005\u0016\u0007"),
          at0("a .DS_Store file of macOS", "\0\0\0\u0001Bud1"),
          at0("a DDS texture", "DDS "),
          at0("a KTX texture", "\u00abKTX "),
          at0("an OpenEXR image", "v/1\u0001"),
          at0("a Radiance HDR image", "#?RADIANCE"),
          at0("a Radiance HDR image", "#?RGBE"),
          at0("a QOI image", "qoif"),
          at0("a FLIF image", "FLIF"),
          at0("a BPG image", "BPG\u00fb"),
          at0("a DjVu document", "AT&TFORM"),
          at0("an SGI image", "\u0001\u00da"),
          at0("a Sun raster image", "Y\u00a6j\u0095"),
          at0("a PCX image", "\n\u0005\u0001"),
          at0("a BLP texture", "BLP"),
          at0("a PAM image", "P7\n"),
          at0("a PFM image of floating-point samples", "PF\n"),
          at0("a PFM image of floating-point samples", "Pf\n"),
          at0("an IM image", "Image type: "),
          at0("a Paint image (MSP)", "DanM"),
          at0("a Paint image (MSP)", "LinS"),
          at0("an XPM image", "/* XPM */"),
          at0("an XBM image", "#define "),
          at0("an MNG animation", "\u008aMNG"),
          at0("a JNG image", "\u008bJNG"),
          at0("a WMF drawing", "\u00d7\u00cd\u00c6\u009a"),
          new Signature("an EMF drawing", 40, " EMF"),
          at0("a FITS image", "SIMPLE  ="),
          new Signature("a DICOM image", 128, "DICM"),
          new Signature("a NIfTI image", 344, "n+1\0"),
          at0("an HDF5 file", "\u0089HDF\r\n\u001a\n"),
          at0("a NumPy array", "\u0093NUMPY"),
          at0("a Parquet file", "PAR1"),
          at0("an Arrow file", "ARROW1"),
          at0("an SQLite database", "SQLite format 3"),
          new Signature("an AVI video", 8, "AVI "),
          new Signature("a WAVE sound", 8, "WAVE"),
          at0("a RIFF file that is no WebP", "RIFF"),
          at0("a Matroska or WebM video", "\u001aE\u00df\u00a3"),
          at0("an MPEG video", "\0\0\u0001\u00ba"),
          at0("an MPEG video", "\0\0\u0001\u00b3"),
          at0("a Flash video", "FLV\u0001"),
          at0("an Ogg file", "OggS"),
          at0("a Windows Media file", "0&\u00b2u"),
          at0("an MP3 sound", "ID3"),
          at0("an ELF program", "\u007fELF"),
          at0("a Windows program", "MZ"));

  private static final Set<String> HEIC_BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs");
  private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
  private static final Set<String> HEIF_BRANDS = Set.of("mif1", "mif2", "msf1", "miaf");

  private ForeignFormat() {}

  private static Signature at0(String name, String bytes) {
    return new Signature(name, 0, bytes);
  }

  /**
   * What a file looks like.
   *
   * @param head its first bytes, one in each char
   */
  static String guess(String head) {
    if (head.isEmpty()) {
      return "nothing: it is empty";
    }
    if (head.startsWith("ftyp", 4) && head.length() >= 12) {
      return guessMedia(head);
    }
    return SIGNATURES.stream()
        .filter(signature -> signature.matches(head))
        .map(Signature::name)
        .findFirst()
        .orElseGet(() -> ForeignText.guess(head));
  }

  /**
   * Names a file of the family of MP4: by its brand, and if that is a general one, by the others.
   */
  private static String guessMedia(String head) {
    String brand = head.substring(8, 12);
    if (AVIF_BRANDS.contains(brand)) {
      return "an AVIF image";
    }
    if (HEIC_BRANDS.contains(brand)) {
      return "a HEIC image";
    }
    if (HEIF_BRANDS.contains(brand)) {
      return guessHeif(head);
    }
    return switch (brand) {
      case "crx " -> "a Canon CR3 raw image";
      case "jp2 ", "jpx ", "jpm " -> "a JPEG 2000 image";
      case "jxl " -> "a JPEG XL image";
      case "M4A " -> "an MP4 sound";
      default -> "an MP4 or QuickTime video";
    };
  }

  private static String guessHeif(String head) {
    int end = Math.min(head.length(), head.charAt(2) << 8 | head.charAt(3));
    for (int at = 16; at + 4 <= end; at += 4) {
      String brand = head.substring(at, at + 4);
      if (AVIF_BRANDS.contains(brand)) {
        return "an AVIF image";
      }
      if (HEIC_BRANDS.contains(brand)) {
        return "a HEIC image";
      }
    }
    return "a HEIF image";
  }
}
