package dev.ijepa.models.image.tga;

import dev.ijepa.models.image.ArrayImage;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Palette;
import dev.ijepa.models.image.RgbImage;

/**
 * TGA: gray, palette and RGB, with run lengths or without, as Pillow reads it. Alpha is dropped.
 */
public final class TgaDecoder implements ImageDecoder {
  /** Whether a file may be a TGA: the format has no signature. */
  public static boolean isLikely(byte[] file) {
    return TgaHeader.isLikely(FileBytes.littleEndian(file));
  }

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    FileBytes bytes = FileBytes.littleEndian(file);
    TgaHeader header = TgaHeader.read(bytes);
    header.size().check(guard);
    TgaRows rows = new TgaRows(bytes, header);
    Palette palette = palette(bytes, header);
    byte[] row = new byte[header.rowBytes()];
    int width = header.width();
    byte[] rgb = new byte[Math.multiplyExact(width * header.height(), 3)];
    for (int y = 0; y < header.height(); y++) {
      guard.checkTime();
      rows.next(row);
      int to = (header.isFromTop() ? y : header.height() - 1 - y) * width;
      for (int x = 0; x < width; x++) {
        int color = color(row, x * header.pixelBytes(), header, palette);
        put(color, rgb, (to + (header.isFromRight() ? width - 1 - x : x)) * 3);
      }
    }
    return new ArrayImage(width, header.height(), rgb);
  }

  private static Palette palette(FileBytes bytes, TgaHeader header) throws ImageException {
    int[] colors = new int[256];
    int length = header.paletteBits() / 8;
    byte[] entry = new byte[4];
    for (int i = 0; i < Math.min(header.paletteColors(), 256 - header.paletteFirst()); i++) {
      int at = bytes.range(header.palette() + (long) i * length, length);
      System.arraycopy(bytes.array(), at, entry, 0, length);
      colors[header.paletteFirst() + i] = rgb(entry, 0, header.paletteBits());
    }
    return Palette.of(colors);
  }

  private static int color(byte[] row, int at, TgaHeader header, Palette palette) {
    return switch (header.kind()) {
      case TgaHeader.PALETTE -> palette.rgb(row[at] & 0xff);
      case TgaHeader.GRAY -> (row[at] & 0xff) * 0x010101;
      default -> rgb(row, at, header.bits());
    };
  }

  /** A colour of 16 bits, of which 15 count, or one of blue, green and red. */
  private static int rgb(byte[] bytes, int at, int bits) {
    int low = bytes[at] & 0xff;
    int high = bytes[at + 1] & 0xff;
    if (bits != 16) {
      return (bytes[at + 2] & 0xff) << 16 | high << 8 | low;
    }
    int value = high << 8 | low;
    return five(value >> 10) << 16 | five(value >> 5) << 8 | five(value);
  }

  private static int five(int value) {
    return (value & 31) * 255 / 31;
  }

  private static void put(int color, byte[] rgb, int to) {
    rgb[to] = (byte) (color >> 16);
    rgb[to + 1] = (byte) (color >> 8);
    rgb[to + 2] = (byte) color;
  }
}
