package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.util.Arrays;

/** Unpacks BMP's run lengths of 8 or 4 bits, as Pillow does where a file breaks the rules. */
final class BmpRunLength {
  private static final int END_OF_LINE = 0;
  private static final int END_OF_BITMAP = 1;
  private static final int DELTA = 2;

  private final FileBytes bytes;
  private final boolean fourBits;
  private final int width;
  private final byte[] pixels;
  private long at;
  private int count;
  private int x;

  private BmpRunLength(FileBytes bytes, BmpHeader header) {
    this.bytes = bytes;
    this.fourBits = header.bits() == 4;
    this.width = header.width();
    this.pixels = new byte[width * header.height()];
    this.at = header.pixels();
  }

  /**
   * The indices in the order of the file.
   *
   * @throws ImageException CORRUPT if there are fewer than the header tells
   */
  static byte[] unpack(FileBytes bytes, BmpHeader header) throws ImageException {
    BmpRunLength reader = new BmpRunLength(bytes, header);
    reader.run();
    return reader.pixels;
  }

  private void run() throws ImageException {
    while (count < pixels.length) {
      int length = bytes.u8(at);
      int value = bytes.u8(at + 1);
      at += 2;
      if (length > 0) {
        fill(Math.min(length, Math.max(width - x, 0)), value);
      } else if (value == END_OF_BITMAP) {
        throw new ImageException(
            Reason.CORRUPT,
            "the BMP is corrupt: it has %d of %d pixels".formatted(count, pixels.length));
      } else if (value == END_OF_LINE) {
        skip((width - count % width) % width);
        x = 0;
      } else if (value == DELTA) {
        skip(bytes.u8(at) + (long) bytes.u8(at + 1) * width);
        at += 2;
        x = count % width;
      } else {
        copy(value);
      }
    }
  }

  private void skip(long length) {
    count += (int) Math.min(length, pixels.length - count);
  }

  private void fill(int length, int value) {
    int end = Math.min(count + length, pixels.length);
    if (fourBits) {
      for (int i = count; i < end; i++) {
        pixels[i] = (byte) ((i - count) % 2 == 0 ? value >> 4 : value & 15);
      }
    } else {
      Arrays.fill(pixels, count, end, (byte) value);
    }
    x += length;
    count = end;
  }

  private void copy(int length) throws ImageException {
    int taken = Math.min(length, pixels.length - count);
    for (int i = 0; i < taken; i++) {
      pixels[count++] =
          (byte) (fourBits ? bytes.u8(at + i / 2) >> (i % 2 == 0 ? 4 : 0) & 15 : bytes.u8(at + i));
    }
    at += fourBits ? (taken + 1) / 2 : taken;
    // Pillow fills up to an even place in the file, not to an even count.
    at += at % 2;
    x += length;
  }
}
