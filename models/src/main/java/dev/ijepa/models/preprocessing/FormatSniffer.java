package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells a file's format by its content: names and declared types are not to be trusted. */
final class FormatSniffer {
  private static final List<Signature> ACCEPTED =
      List.of(
          new Signature(ImageFormat.JPEG.name(), 0, "\u00ff\u00d8\u00ff"),
          new Signature(ImageFormat.PNG.name(), 0, "\u0089PNG\r\n\u001a\n"),
          new Signature(ImageFormat.GIF.name(), 0, "GIF87a"),
          new Signature(ImageFormat.GIF.name(), 0, "GIF89a"),
          new Signature(ImageFormat.TIFF.name(), 0, "II*\0"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM\0*"),
          new Signature(ImageFormat.TIFF.name(), 0, "II\0*"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM*\0"),
          new Signature(ImageFormat.TIFF.name(), 0, "II+\0"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM\0+"),
          new Signature(ImageFormat.BMP.name(), 0, "BM"));

  /** What strangers send instead, so that the message can say what it is. */
  private static final List<Signature> REFUSED =
      List.of(
          new Signature("a PDF document", 0, "%PDF"),
          new Signature("a ZIP archive (or an Office document)", 0, "PK\u0003\u0004"),
          new Signature("a gzip archive", 0, "\u001f\u008b"),
          new Signature("a JPEG 2000 image", 0, "\0\0\0\u000cjP  "),
          new Signature("a JPEG 2000 codestream", 0, "\u00ffO\u00ffQ"),
          new Signature("a JPEG XL image", 0, "\0\0\0\u000cJXL "),
          new Signature("a JPEG XL codestream", 0, "\u00ff\n"),
          new Signature("an AVIF image", 4, "ftypavi"),
          new Signature("a HEIC image", 4, "ftyphei"),
          new Signature("a HEIC image", 4, "ftyphev"),
          new Signature("a HEIC image", 4, "ftypmif1"),
          new Signature("an MP4 or QuickTime video", 4, "ftyp"),
          new Signature("a Photoshop document", 0, "8BPS"),
          new Signature("a Windows icon", 0, "\0\0\u0001\0"),
          new Signature("a DDS texture", 0, "DDS "),
          new Signature("an OpenEXR image", 0, "v/1\u0001"),
          new Signature("a NumPy array", 0, "\u0093NUMPY"),
          new Signature("a RIFF file that is no WebP", 0, "RIFF"),
          new Signature("a PostScript document", 0, "%!PS"));

  private FormatSniffer() {}

  /**
   * The format of a file.
   *
   * @throws ImageException UNSUPPORTED_FORMAT, with what the file looks like and what is accepted
   */
  static ImageFormat sniff(byte[] file) throws ImageException {
    String head = new String(file, 0, Math.min(file.length, 512), StandardCharsets.ISO_8859_1);
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return ImageFormat.WEBP;
    }
    for (Signature signature : ACCEPTED) {
      if (signature.matches(head)) {
        return ImageFormat.valueOf(signature.name());
      }
    }
    throw new ImageException(
        Reason.UNSUPPORTED_FORMAT,
        "the file looks like " + guess(head) + "; accepted are " + ImageFormat.accepted());
  }

  private static String guess(String head) {
    if (head.isEmpty()) {
      return "nothing: it is empty";
    }
    return REFUSED.stream()
        .filter(signature -> signature.matches(head))
        .map(Signature::name)
        .findFirst()
        .orElseGet(() -> guessText(head));
  }

  private static String guessText(String head) {
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("<svg")) {
      return "an SVG drawing";
    }
    if (lower.contains("<html") || lower.contains("<!doctype html")) {
      return "an HTML page";
    }
    if (lower.stripLeading().startsWith("<?xml")) {
      return "an XML document";
    }
    boolean text = head.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    return text ? "text" : "no image";
  }

  /**
   * Bytes that a kind of file begins with.
   *
   * @param name what it is
   * @param offset where the bytes are
   * @param bytes one byte in each char
   */
  private record Signature(String name, int offset, String bytes) {
    boolean matches(String head) {
      return head.startsWith(bytes, offset);
    }
  }
}
