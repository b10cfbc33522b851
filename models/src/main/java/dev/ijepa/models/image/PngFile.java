package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A PNG's header, its orientation, and the chunks that make its pixels. */
final class PngFile {
  private static final int SIGNATURE_BYTES = 8;

  /** Length and type before a chunk's data, its checksum behind. */
  private static final int FRAME_BYTES = 12;

  /** What flushes, empty blocks and the like may take in a file that is not made to harm. */
  private static final int PACKING_BYTES = 1 << 16;

  private final Orientation orientation;
  private final byte[] pixels;

  private PngFile(Orientation orientation, byte[] pixels) {
    this.orientation = orientation;
    this.pixels = pixels;
  }

  /** The orientation of the eXIf chunk. */
  Orientation orientation() {
    return orientation;
  }

  /** A PNG of the same pixels, with IHDR, PLTE, IDAT and IEND only. */
  byte[] pixels() {
    return pixels;
  }

  /**
   * Reads the chunks.
   *
   * <p>The decoder gets none that it does not need: text and colour profiles may unpack to
   * gigabytes, and transparency is dropped anyway, as Pillow's {@code convert('RGB')} does.
   *
   * @throws ImageException CORRUPT if the file ends before IEND, TOO_LARGE by its header
   */
  static PngFile read(byte[] file, ImageGuard guard) throws ImageException {
    FileBytes bytes = FileBytes.bigEndian(file);
    if (bytes.u32(SIGNATURE_BYTES) != 13 || !bytes.has(SIGNATURE_BYTES + 4, "IHDR")) {
      throw new ImageException(Reason.CORRUPT, "the PNG is corrupt: its first chunk is no header");
    }
    new ImageSize(bytes.u32(16), bytes.u32(20)).check(guard);
    ByteArrayOutputStream pixels = new ByteArrayOutputStream(file.length);
    pixels.write(file, 0, SIGNATURE_BYTES);
    byte[] exif = new byte[0];
    long compressed = 0;
    long mostCompressed = mostCompressed(bytes);
    String type = "";
    for (long at = SIGNATURE_BYTES; !type.equals("IEND"); ) {
      long length = bytes.u32(at);
      int start = bytes.range(at, length + FRAME_BYTES);
      int end = start + (int) length + FRAME_BYTES;
      type = bytes.latin1(at + 4, 4);
      if (type.equals("IDAT") && (compressed += length) > mostCompressed) {
        throw new ImageException(
            Reason.CORRUPT,
            "the PNG is corrupt: it has more than %d bytes of compressed pixels, and needs fewer"
                .formatted(mostCompressed));
      }
      switch (type) {
        case "IHDR", "PLTE", "IDAT", "IEND" -> pixels.write(file, start, end - start);
        case "eXIf" -> exif = Arrays.copyOfRange(file, start + 8, end - 4);
        default -> {}
      }
      at = end;
    }
    return new PngFile(ExifOrientation.find(exif, ""), pixels.toByteArray());
  }

  /**
   * What the pixels take that do not shrink at all, and something for how they are packed. The
   * decoder unpacks what follows the last row too, a thousand bytes from each, and can't be
   * stopped.
   */
  private static long mostCompressed(FileBytes bytes) throws ImageException {
    long height = bytes.u32(20);
    // Of 16 bits each at most, and four of them.
    long row = 1 + 8 * bytes.u32(16);
    return height * row + height * row / 8 + 16 * height + PACKING_BYTES;
  }
}
