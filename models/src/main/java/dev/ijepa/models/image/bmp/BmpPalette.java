package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.Palette;
import java.util.Arrays;

/** The palette of a BMP, which lies behind its header. */
final class BmpPalette {
  /** No pixel has a higher index. */
  private static final int MAX_USED = 256;

  private BmpPalette() {}

  static Palette read(FileBytes bytes, BmpHeader header) throws ImageException {
    int[] colors = new int[Math.min(header.colors(), MAX_USED)];
    for (int i = 0; i < colors.length; i++) {
      long at = header.palette() + (long) i * header.paletteEntryBytes();
      colors[i] = bytes.u8(at + 2) << 16 | bytes.u8(at + 1) << 8 | bytes.u8(at);
    }
    if (header.bits() == 1 && Arrays.equals(colors, new int[1])) {
      // One colour, black: Pillow takes the other bit for white.
      colors = new int[] {0, 0xffffff};
    }
    return Palette.orGray(colors);
  }
}
