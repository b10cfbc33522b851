package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.jpeg.CmykConversion;
import java.util.Arrays;

/**
 * What the samples of a TIFF mean. Of 16 bits the high byte counts; where Pillow's {@code
 * convert('RGB')} makes all gray over 255 white, this differs from it.
 */
final class TiffColors {
  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int COMPRESSION_JPEG = 7;
  private static final int PREMULTIPLIED_ALPHA = 1;
  private static final int UNSIGNED = 1;
  private static final int MAX_COLORS = 256;

  private final int photometric;
  private final int bits;
  private final boolean premultiplied;
  private final int[] palette;

  private TiffColors(int photometric, int bits, boolean premultiplied, int[] palette) {
    this.photometric = photometric;
    this.bits = bits;
    this.premultiplied = premultiplied;
    this.palette = palette;
  }

  /**
   * Reads the tags that tell it.
   *
   * @throws ImageException UNSUPPORTED_FORMAT for samples that are neither gray, RGB, CMYK nor of a
   *     palette
   */
  static TiffColors of(TiffDirectory directory) throws ImageException {
    int photometric = (int) directory.number(TiffDirectory.PHOTOMETRIC, WHITE_IS_ZERO);
    if (photometric == YCBCR
        && directory.number(TiffDirectory.COMPRESSION, 1) == COMPRESSION_JPEG) {
      // The JPEG decoder gives RGB.
      photometric = RGB;
    }
    int bits = (int) directory.number(TiffDirectory.BITS_PER_SAMPLE, 1);
    long format = directory.number(TiffDirectory.SAMPLE_FORMAT, UNSIGNED);
    boolean supported =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO ->
              bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
          case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
          case RGB, CMYK -> bits == 8 || bits == 16;
          default -> false;
        };
    if (!supported || format != UNSIGNED) {
      throw new ImageException(
          Reason.UNSUPPORTED_FORMAT,
          ("the TIFF has samples of photometric %d, format %d and %d bits; accepted are unsigned"
                  + " gray, palette, RGB and CMYK of up to 16 bits, and YCbCr within JPEG")
              .formatted(photometric, format, bits));
    }
    boolean premultiplied =
        photometric == RGB
            && directory.number(TiffDirectory.EXTRA_SAMPLES, 0) == PREMULTIPLIED_ALPHA;
    return new TiffColors(
        photometric, bits, premultiplied, photometric == PALETTE ? palette(directory) : new int[0]);
  }

  /** 0xRRGGBB; TIFF has all reds first, then all greens, then all blues, of 16 bits each. */
  private static int[] palette(TiffDirectory directory) throws ImageException {
    long[] values = directory.numbers(TiffDirectory.COLOR_MAP, 3 * MAX_COLORS);
    int count = values.length / 3;
    int[] colors = new int[MAX_COLORS];
    Arrays.setAll(
        colors,
        i ->
            i >= count
                ? 0
                : high(values[i]) << 16
                    | high(values[count + i]) << 8
                    | high(values[2 * count + i]));
    return colors;
  }

  private static int high(long value) {
    return (int) (value >> 8) & 0xff;
  }

  /** Bits of a sample. */
  int bits() {
    return bits;
  }

  /** The least samples that a pixel must have. */
  int bands() {
    return switch (photometric) {
      case RGB -> premultiplied ? 4 : 3;
      case CMYK -> 4;
      default -> 1;
    };
  }

  /**
   * Converts one pixel.
   *
   * @param samples as they are in the file, from {@code at} on; 16 bits are cut to 8 in place
   * @param rgb gets three bytes from {@code to} on
   */
  void toRgb(int[] samples, int at, byte[] rgb, int to) {
    if (bits == 16) {
      for (int i = 0; i < bands(); i++) {
        samples[at + i] >>= 8;
      }
    }
    switch (photometric) {
      case RGB -> rgbToRgb(samples, at, rgb, to);
      case CMYK -> CmykConversion.toRgb(samples, at, rgb, to);
      case PALETTE -> put(palette[samples[at]], rgb, to);
      default -> put(gray(samples[at]) * 0x010101, rgb, to);
    }
  }

  private int gray(int sample) {
    // 255 is a multiple of the largest value of 1, 2, 4 and 8 bits.
    int level = sample * (255 / ((1 << Math.min(bits, 8)) - 1));
    return photometric == WHITE_IS_ZERO ? 255 - level : level;
  }

  private void rgbToRgb(int[] samples, int at, byte[] rgb, int to) {
    for (int i = 0; i < 3; i++) {
      int value = samples[at + i];
      if (premultiplied) {
        int alpha = samples[at + 3];
        value = alpha == 0 ? 0 : Math.min(255, value * 255 / alpha);
      }
      rgb[to + i] = (byte) value;
    }
  }

  private static void put(int color, byte[] rgb, int to) {
    rgb[to] = (byte) (color >> 16);
    rgb[to + 1] = (byte) (color >> 8);
    rgb[to + 2] = (byte) color;
  }
}
