package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.ArrayImage;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.IndexedImage;
import dev.ijepa.models.image.RgbImage;

/**
 * BMP: OS/2 and Windows headers, 1, 4, 8 (plain or run-length), 16, 24 and 32 bits, bottom-up or
 * top-down, as Pillow reads them; TensorFlow's decoder lacks most of these. Alpha is dropped.
 */
public final class BmpDecoder implements ImageDecoder {
  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    FileBytes bytes = FileBytes.littleEndian(file);
    BmpHeader header = BmpHeader.read(bytes);
    header.size().check(guard);
    if (header.isRunLength()) {
      return new IndexedImage(
          header.width(),
          header.height(),
          header.flip(BmpRunLength.unpack(bytes, header)),
          BmpPalette.read(bytes, header));
    }
    bytes.range(header.pixels(), header.dataBytes());
    return header.bits() <= 8 ? indexed(bytes, header, guard) : colors(bytes, header, guard);
  }

  private static RgbImage indexed(FileBytes bytes, BmpHeader header, ImageGuard guard)
      throws ImageException {
    int width = header.width();
    byte[] indices = new byte[width * header.height()];
    int bits = header.bits();
    int perByte = 8 / bits;
    for (int y = 0; y < header.height(); y++) {
      guard.checkTime();
      long row = header.row(y);
      for (int x = 0; x < width; x++) {
        int shift = 8 - bits - x % perByte * bits;
        indices[y * width + x] = (byte) (bytes.u8(row + x / perByte) >> shift & ((1 << bits) - 1));
      }
    }
    return new IndexedImage(width, header.height(), indices, BmpPalette.read(bytes, header));
  }

  private static RgbImage colors(FileBytes bytes, BmpHeader header, ImageGuard guard)
      throws ImageException {
    byte[] rgb = new byte[header.width() * header.height() * 3];
    int to = 0;
    for (int y = 0; y < header.height(); y++) {
      guard.checkTime();
      long row = header.row(y);
      for (int x = 0; x < header.width(); x++) {
        long pixel = pixel(bytes, row, x, header.bits());
        rgb[to++] = (byte) header.red().of(pixel);
        rgb[to++] = (byte) header.green().of(pixel);
        rgb[to++] = (byte) header.blue().of(pixel);
      }
    }
    return new ArrayImage(header.width(), header.height(), rgb);
  }

  private static long pixel(FileBytes bytes, long row, int x, int bits) throws ImageException {
    return switch (bits) {
      case 16 -> bytes.u16(row + x * 2L);
      case 24 -> bytes.u16(row + x * 3L) | bytes.u8(row + x * 3L + 2) << 16;
      default -> bytes.u32(row + x * 4L);
    };
  }
}
