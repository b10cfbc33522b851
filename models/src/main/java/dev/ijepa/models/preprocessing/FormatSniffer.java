package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.tga.TgaDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells a file's format by its content: names and declared types are not to be trusted. */
final class FormatSniffer {
  private static final int HEAD_BYTES = 512;

  private static final List<Signature> ACCEPTED =
      List.of(
          new Signature(ImageFormat.JPEG.name(), 0, "\u00ff\u00d8\u00ff"),
          new Signature(ImageFormat.PNG.name(), 0, "\u0089PNG\r\n\u001a\n"),
          new Signature(ImageFormat.GIF.name(), 0, "GIF87a"),
          new Signature(ImageFormat.GIF.name(), 0, "GIF89a"),
          new Signature(ImageFormat.TIFF.name(), 0, "II*\0"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM\0*"),
          // Some writers have the 42 the wrong way round.
          new Signature(ImageFormat.TIFF.name(), 0, "II\0*"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM*\0"),
          // BigTIFF.
          new Signature(ImageFormat.TIFF.name(), 0, "II+\0"),
          new Signature(ImageFormat.TIFF.name(), 0, "MM\0+"),
          new Signature(ImageFormat.BMP.name(), 0, "BM"));

  private FormatSniffer() {}

  /**
   * The format of a file.
   *
   * @throws ImageException UNSUPPORTED_FORMAT, with what the file looks like and what is accepted
   */
  static ImageFormat sniff(byte[] file) throws ImageException {
    int length = Math.min(file.length, HEAD_BYTES);
    String head = new String(file, 0, length, StandardCharsets.ISO_8859_1);
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return ImageFormat.WEBP;
    }
    for (Signature signature : ACCEPTED) {
      if (signature.matches(head)) {
        return ImageFormat.valueOf(signature.name());
      }
    }
    if (isPnm(head)) {
      return ImageFormat.PNM;
    }
    if (TgaDecoder.isLikely(file)) {
      return ImageFormat.TGA;
    }
    throw new ImageException(
        Reason.UNSUPPORTED_FORMAT,
        "the file looks like "
            + ForeignFormat.guess(head)
            + "; accepted are "
            + ImageFormat.accepted());
  }

  private static boolean isPnm(String head) {
    return head.length() > 2
        && head.charAt(0) == 'P'
        && head.charAt(1) >= '1'
        && head.charAt(1) <= '6'
        && " \t\n\u000b\f\r".indexOf(head.charAt(2)) >= 0;
  }
}
