package dev.ijepa.models.image.bmp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSize;
import java.util.List;

/**
 * A BMP's header, of any of its generations.
 *
 * @param size in pixels
 * @param topDown whether the first row of the file is the top one
 * @param bits of a pixel
 * @param compression 0 none, 1 and 2 run-length of 8 and 4 bits, 3 none with masks
 * @param colors entries of the palette, at most 65,536; 0 for more than 8 bits
 * @param paletteEntryBytes 3 or 4
 * @param palette where the palette begins
 * @param pixels where the pixels begin
 * @param red where a pixel's red is, with more than 8 bits; likewise the others
 */
record BmpHeader(
    ImageSize size,
    boolean topDown,
    int bits,
    int compression,
    int colors,
    int paletteEntryBytes,
    long palette,
    long pixels,
    BmpChannel red,
    BmpChannel green,
    BmpChannel blue) {
  private static final int FILE_HEADER_BYTES = 14;
  private static final int OS2_HEADER_BYTES = 12;
  private static final int MASKS_HEADER_BYTES = 52;
  private static final List<Long> HEADER_BYTES = List.of(12L, 40L, 52L, 56L, 64L, 108L, 124L);
  private static final List<Integer> BITS = List.of(1, 4, 8, 16, 24, 32);
  private static final int MAX_COLORS = 1 << 16;
  private static final int RUN_LENGTH_8 = 1;
  private static final int RUN_LENGTH_4 = 2;
  private static final int MASKS = 3;
  private static final BmpMasks MASKS_555 = new BmpMasks(0x7c00, 0x3e0, 0x1f);
  private static final BmpMasks MASKS_888 = new BmpMasks(0xff0000, 0xff00, 0xff);

  /** The layouts of masks that Pillow knows; alpha may be anywhere else. */
  private static final List<BmpMasks> ACCEPTED_16 =
      List.of(MASKS_555, new BmpMasks(0xf800, 0x7e0, 0x1f));

  private static final List<BmpMasks> ACCEPTED_32 =
      List.of(
          MASKS_888,
          new BmpMasks(0xff000000L, 0xff0000, 0xff00),
          new BmpMasks(0xff000000L, 0xff00, 0xff),
          new BmpMasks(0xff, 0xff00, 0xff0000));

  static BmpHeader read(FileBytes bytes) throws ImageException {
    long headerBytes = bytes.u32(FILE_HEADER_BYTES);
    if (!HEADER_BYTES.contains(headerBytes)) {
      throw unsupported("a header of " + headerBytes + " bytes");
    }
    bytes.range(FILE_HEADER_BYTES, headerBytes);
    boolean os2 = headerBytes == OS2_HEADER_BYTES;
    int bits = bytes.u16(os2 ? 24 : 28);
    int compression = os2 ? 0 : (int) Math.min(bytes.u32(30), Integer.MAX_VALUE);
    requireSupported(bits, compression);
    int colors = bits > 8 ? 0 : colors(os2 ? 0 : bytes.u32(46), bits);
    long palette = FILE_HEADER_BYTES + headerBytes;
    BmpMasks masks = bits == 16 ? MASKS_555 : MASKS_888;
    if (compression == MASKS) {
      masks = BmpMasks.read(bytes, FILE_HEADER_BYTES + 40);
      masks = masks.isZero() ? MASKS_888 : masks;
      requireSupported(bits, masks);
      palette += headerBytes < MASKS_HEADER_BYTES ? 12 : 0;
    }
    int entryBytes = os2 ? 3 : 4;
    long pixels = bytes.u32(10);
    if (pixels == 0 || (bits <= 8 && pixels == FILE_HEADER_BYTES + headerBytes)) {
      // Some writers leave the palette out of their count.
      pixels = palette + (long) colors * entryBytes;
    }
    long height = os2 ? bytes.u16(20) : bytes.u32(22);
    boolean topDown = !os2 && bytes.u8(25) == 0xff;
    return new BmpHeader(
        new ImageSize(os2 ? bytes.u16(18) : bytes.u32(18), topDown ? (1L << 32) - height : height),
        topDown,
        bits,
        compression,
        colors,
        entryBytes,
        palette,
        pixels,
        new BmpChannel(masks.red()),
        new BmpChannel(masks.green()),
        new BmpChannel(masks.blue()));
  }

  private static int colors(long told, int bits) throws ImageException {
    long colors = told == 0 ? 1L << bits : told;
    if (colors > MAX_COLORS) {
      throw new ImageException(
          Reason.CORRUPT, "the BMP is corrupt: its palette has " + colors + " colours");
    }
    return (int) colors;
  }

  private static void requireSupported(int bits, int compression) throws ImageException {
    boolean supported =
        switch (compression) {
          case 0 -> BITS.contains(bits);
          case RUN_LENGTH_8 -> bits == 8;
          case RUN_LENGTH_4 -> bits == 4;
          case MASKS -> bits == 16 || bits == 24 || bits == 32;
          default -> false;
        };
    if (!supported) {
      throw unsupported("pixels of %d bits with compression %d".formatted(bits, compression));
    }
  }

  private static void requireSupported(int bits, BmpMasks masks) throws ImageException {
    List<BmpMasks> accepted =
        switch (bits) {
          case 16 -> ACCEPTED_16;
          case 24 -> List.of(MASKS_888);
          default -> ACCEPTED_32;
        };
    if (!accepted.contains(masks)) {
      throw unsupported(
          "colour masks of %x, %x and %x in %d bits"
              .formatted(masks.red(), masks.green(), masks.blue(), bits));
    }
  }

  private static ImageException unsupported(String what) {
    return new ImageException(
        Reason.UNSUPPORTED_FORMAT,
        "the BMP has "
            + what
            + "; accepted are 1, 4, 8, 16, 24 and 32 bits, plain or with run lengths");
  }

  /** Columns, once the size is checked. */
  int width() {
    return (int) size.width();
  }

  /** Rows, once the size is checked. */
  int height() {
    return (int) size.height();
  }

  boolean isRunLength() {
    return compression == RUN_LENGTH_8 || compression == RUN_LENGTH_4;
  }

  /** Where a row of the image begins, counted from its top. */
  long row(int y) {
    return pixels + rowBytes() * (topDown ? y : height() - 1 - y);
  }

  /** Bytes of all pixels; the last row need not be filled up. */
  long dataBytes() {
    return rowBytes() * (height() - 1) + ((long) width() * bits + 7) / 8;
  }

  /** Rows are filled up to four bytes. */
  private long rowBytes() {
    return ((long) width() * bits + 31) / 32 * 4;
  }

  /** Turns rows of one byte a pixel from the file's order to the image's. */
  byte[] flip(byte[] rows) {
    if (topDown) {
      return rows;
    }
    byte[] flipped = new byte[rows.length];
    for (int y = 0; y < height(); y++) {
      System.arraycopy(rows, (height() - 1 - y) * width(), flipped, y * width(), width());
    }
    return flipped;
  }
}
