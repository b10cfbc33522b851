package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;

/** Which bits of a pixel are red, green and blue. */
record BmpMasks(long red, long green, long blue) {
  static BmpMasks read(FileBytes bytes, long at) throws ImageException {
    return new BmpMasks(bytes.u32(at), bytes.u32(at + 4), bytes.u32(at + 8));
  }

  boolean isZero() {
    return red == 0 && green == 0 && blue == 0;
  }
}
