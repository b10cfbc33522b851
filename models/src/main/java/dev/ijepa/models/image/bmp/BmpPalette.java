package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.Palette;

/** The palette of a BMP, which lies behind its header. */
final class BmpPalette {
  private BmpPalette() {}

  static Palette read(FileBytes bytes, BmpHeader header) throws ImageException {
    int[] colors = new int[header.colors()];
    for (int i = 0; i < colors.length; i++) {
      long at = header.palette() + (long) i * header.paletteEntryBytes();
      colors[i] = bytes.u8(at + 2) << 16 | bytes.u8(at + 1) << 8 | bytes.u8(at);
    }
    return Palette.orGray(colors);
  }
}
