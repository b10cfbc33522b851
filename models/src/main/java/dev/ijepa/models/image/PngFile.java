package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A PNG's header, its orientation, and the chunks that make its pixels.
 *
 * @param size from the header
 * @param orientation from eXIf
 * @param pixels a PNG of only IHDR, PLTE, IDAT and IEND
 */
record PngFile(ImageSize size, Orientation orientation, byte[] pixels) {
  private static final int SIGNATURE_BYTES = 8;

  /** Length and type before a chunk's data, its checksum behind. */
  private static final int FRAME_BYTES = 12;

  /**
   * Reads the chunks.
   *
   * <p>The decoder gets none that it does not need: text and colour profiles may unpack to
   * gigabytes, and transparency is dropped anyway, as Pillow's {@code convert('RGB')} does.
   *
   * @throws ImageException CORRUPT if the file ends before IEND, TOO_LARGE by its header
   */
  static PngFile read(byte[] file, ImageLimits limits) throws ImageException {
    FileBytes bytes = FileBytes.bigEndian(file);
    if (!bytes.has(SIGNATURE_BYTES + 4, "IHDR") || bytes.u32(SIGNATURE_BYTES) != 13) {
      bytes.range(SIGNATURE_BYTES, FRAME_BYTES + 13);
      throw new ImageException(Reason.CORRUPT, "the PNG is corrupt: its first chunk is no header");
    }
    ImageSize size = new ImageSize(bytes.u32(16), bytes.u32(20)).check(limits);
    ByteArrayOutputStream pixels = new ByteArrayOutputStream(file.length);
    pixels.write(file, 0, SIGNATURE_BYTES);
    byte[] exif = new byte[0];
    long at = SIGNATURE_BYTES;
    boolean ended = false;
    while (!ended) {
      long length = bytes.u32(at);
      int start = bytes.range(at, length + FRAME_BYTES);
      switch (bytes.latin1(at + 4, 4)) {
        case "IHDR", "PLTE", "IDAT" -> pixels.write(file, start, (int) length + FRAME_BYTES);
        case "IEND" -> {
          pixels.write(file, start, (int) length + FRAME_BYTES);
          ended = true;
        }
        case "eXIf" -> exif = bytes.latin1(at + 8, length).getBytes(StandardCharsets.ISO_8859_1);
        default -> {}
      }
      at += length + FRAME_BYTES;
    }
    return new PngFile(size, ExifOrientation.find(exif, ""), pixels.toByteArray());
  }
}
