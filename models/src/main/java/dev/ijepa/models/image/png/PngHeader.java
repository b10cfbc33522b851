package dev.ijepa.models.image.png;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;

/**
 * What a PNG's first chunk tells.
 *
 * @param size within the limits
 * @param depth bits of a sample: 1, 2, 4, 8 or 16
 * @param color what the samples are
 * @param interlaced whether the pixels come in Adam7's passes
 */
record PngHeader(ImageSize size, int depth, PngColor color, boolean interlaced) {
  private static final int BYTES = 13;

  /**
   * Reads the header.
   *
   * @param chunk the first of the file
   * @throws ImageException CORRUPT if the format knows no such header; TOO_LARGE by its size
   */
  static PngHeader read(FileBytes bytes, PngFile.Chunk chunk, ImageGuard guard)
      throws ImageException {
    int at = chunk.start();
    boolean known = chunk.length() >= BYTES && bytes.u8(at + 11) == 0 && bytes.u8(at + 12) <= 1;
    if (!known) {
      throw PngFile.corrupt("its header is of no known kind");
    }
    int depth = bytes.u8(at + 8);
    PngColor color = PngColor.of(bytes.u8(at + 9), depth);
    ImageSize size = new ImageSize(bytes.u32(at), bytes.u32(at + 4)).check(guard);
    return new PngHeader(size, depth, color, bytes.u8(at + 12) != 0);
  }

  int width() {
    return (int) size.width();
  }

  int height() {
    return (int) size.height();
  }

  /** Bytes of so many pixels beside each other. */
  int rowBytes(int pixels) {
    return (int) (((long) pixels * color.samples() * depth + 7) / 8);
  }

  /** Bytes of a pixel, at least one. */
  int pixelBytes() {
    return Math.max(1, color.samples() * depth / 8);
  }

  /** Channels of the image that is made of it: 1 or 3. */
  int channels() {
    return color.samples() < 3 ? 1 : 3;
  }

  /** Bytes that decoding takes: the image and three rows as they are told. */
  long memory() {
    return size.width() * size.height() * channels() + 3L * (pixelBytes() + rowBytes(width()));
  }
}
