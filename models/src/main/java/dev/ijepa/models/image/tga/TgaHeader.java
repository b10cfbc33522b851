package dev.ijepa.models.image.tga;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageSize;
import java.util.Set;

/**
 * The header of a TGA. Source: Truevision TGA file format specification, version 2.0.
 *
 * @param type 1 palette, 2 RGB, 3 gray; 8 more with run lengths
 * @param bits of a pixel
 * @param paletteFirst the index of the palette's first colour
 * @param paletteColors how many colours it has; 0 without one
 * @param paletteBits of a colour
 * @param flags where the first pixel is
 * @param palette where the palette begins
 */
record TgaHeader(
    ImageSize size,
    int type,
    int bits,
    int paletteFirst,
    int paletteColors,
    int paletteBits,
    int flags,
    int palette) {
  static final int PALETTE = 1;
  static final int RGB = 2;
  static final int GRAY = 3;

  private static final int BYTES = 18;
  private static final int RUN_LENGTHS = 8;
  private static final int FROM_RIGHT = 0x10;
  private static final int FROM_TOP = 0x20;

  /** The most pixels that a byte of run lengths tells. */
  private static final int MAX_RUN = 128;

  private static final Set<Integer> PALETTE_BITS = Set.of(16, 24, 32);

  /**
   * Whether a file may be a TGA of an accepted kind. The format has no signature: what speaks for
   * it is a header that makes sense, and a file that is long enough.
   */
  static boolean isLikely(FileBytes bytes) {
    try {
      TgaHeader header = read(bytes);
      long least = header.dataBytes() / (header.hasRunLengths() ? MAX_RUN : 1);
      return bytes.u8(1) <= 1
          && header.size.width() > 0
          && header.size.height() > 0
          && header.isAccepted()
          && header.pixels() + least <= bytes.length();
    } catch (ImageException e) {
      return false;
    }
  }

  static TgaHeader read(FileBytes bytes) throws ImageException {
    bytes.range(0, BYTES);
    boolean hasPalette = bytes.u8(1) == 1;
    return new TgaHeader(
        new ImageSize(bytes.u16(12), bytes.u16(14)),
        bytes.u8(2),
        bytes.u8(16),
        bytes.u16(3),
        hasPalette ? bytes.u16(5) : 0,
        hasPalette ? bytes.u8(7) : 0,
        bytes.u8(17),
        BYTES + bytes.u8(0));
  }

  private boolean isAccepted() {
    boolean knownPalette = paletteColors == 0 || PALETTE_BITS.contains(paletteBits);
    return knownPalette
        && switch (kind()) {
          case PALETTE -> paletteColors > 0 && bits == 8;
          case RGB -> bits == 16 || bits == 24 || bits == 32;
          case GRAY -> bits == 8 || bits == 16;
          default -> false;
        };
  }

  /** The type, without run lengths; 0 if there is no such type. */
  int kind() {
    int kind = type & ~RUN_LENGTHS;
    // Gray with a palette is read by that, as in Pillow.
    return kind == GRAY && paletteColors > 0 && bits == 8 ? PALETTE : kind <= GRAY ? kind : 0;
  }

  boolean hasRunLengths() {
    return (type & RUN_LENGTHS) != 0;
  }

  boolean isFromRight() {
    return (flags & FROM_RIGHT) != 0;
  }

  boolean isFromTop() {
    return (flags & FROM_TOP) != 0;
  }

  int width() {
    return (int) size.width();
  }

  int height() {
    return (int) size.height();
  }

  int pixelBytes() {
    return bits / 8;
  }

  int rowBytes() {
    return width() * pixelBytes();
  }

  private long dataBytes() {
    return size.height() * size.width() * pixelBytes();
  }

  /** Where the pixels begin. */
  int pixels() {
    return palette + paletteColors * (paletteBits / 8);
  }
}
