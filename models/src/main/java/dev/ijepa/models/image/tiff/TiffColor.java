package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.TiffField;
import java.util.Arrays;

/**
 * What the samples of a TIFF's pixels mean, as Pillow understands it.
 *
 * @param samples that are needed of each pixel; the others are passed over
 * @param conversion of them to RGB
 */
record TiffColor(int samples, SampleColor conversion) {
  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int CMYK = 5;
  static final int YCBCR = 6;

  private static final int MAX_COLORS = 256;
  private static final int PREMULTIPLIED_ALPHA = 1;

  /**
   * Reads the tags that tell it.
   *
   * @param inUnits whether pixels share Cb and Cr
   * @throws ImageException UNSUPPORTED_FORMAT, with the name of the kind, if it is not accepted
   */
  static TiffColor of(
      TiffDirectory directory, TiffLayout layout, SampleFormat format, boolean inUnits)
      throws ImageException {
    int photometric = photometric(directory);
    boolean premultiplied = isPremultiplied(directory, layout);
    TiffColor color =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO ->
              premultiplied && layout.samples() > 1
                  ? new TiffColor(2, SampleColors::premultipliedGray)
                  : new TiffColor(1, SampleColors.indexed(grays(photometric, layout, format)));
          case RGB ->
              premultiplied && layout.samples() > 3
                  ? new TiffColor(4, SampleColors::premultipliedRgb)
                  : new TiffColor(3, SampleColors::rgb);
          case PALETTE -> new TiffColor(1, SampleColors.indexed(palette(directory)));
          case CMYK -> new TiffColor(4, SampleColors::cmyk);
          case YCBCR -> ycbcr(directory, layout, inUnits);
          default ->
              throw TiffDirectory.unsupported(
                  "is of %s; accepted are gray, RGB, palettes, CMYK and YCbCr"
                      .formatted(name(photometric)));
        };
    color.check(photometric, layout, format);
    return color;
  }

  /** The tag's value; without it Pillow takes 0 for it. */
  static int photometric(TiffDirectory directory) throws ImageException {
    return directory.count(TiffTag.PHOTOMETRIC, WHITE_IS_ZERO);
  }

  private void check(int photometric, TiffLayout layout, SampleFormat format)
      throws ImageException {
    if (layout.samples() < samples) {
      throw TiffDirectory.corrupt(
          "its pixels are of %s and have %d samples"
              .formatted(name(photometric), layout.samples()));
    }
    boolean allowed =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO -> true;
          case PALETTE -> format == SampleFormat.PACKED || format == SampleFormat.BYTE;
          case YCBCR -> format == SampleFormat.BYTE;
          default -> format == SampleFormat.BYTE || format == SampleFormat.UNSIGNED_16;
        };
    if (!allowed) {
      throw TiffDirectory.unsupported(
          "is of %s of %d bits; accepted are gray of any, palettes of up to 8 bits, RGB and CMYK of"
                  .formatted(name(photometric), layout.bits())
              + " 8 and 16, and YCbCr of 8");
    }
  }

  private static boolean isPremultiplied(TiffDirectory directory, TiffLayout layout)
      throws ImageException {
    // Of planes that are compressed Pillow takes a fourth that nothing is told of for such alpha.
    int untold =
        layout.planar() && layout.compression() != TiffCompression.NONE ? PREMULTIPLIED_ALPHA : 0;
    return directory.number(TiffTag.EXTRA_SAMPLES, layout.samples() == 4 ? untold : 0)
        == PREMULTIPLIED_ALPHA;
  }

  private static int[] grays(int photometric, TiffLayout layout, SampleFormat format) {
    int most = format == SampleFormat.PACKED ? (1 << layout.bits()) - 1 : MAX_COLORS - 1;
    boolean inverted = photometric == WHITE_IS_ZERO && format != SampleFormat.FLOAT_32;
    int[] colors = new int[MAX_COLORS];
    // 255 is a multiple of the largest value of 1, 2, 4 and 8 bits.
    Arrays.setAll(colors, i -> (inverted ? most - Math.min(i, most) : i) * (255 / most) * 0x010101);
    return colors;
  }

  /** TIFF has all reds first, then all greens, then all blues, of 16 bits each. */
  private static int[] palette(TiffDirectory directory) throws ImageException {
    TiffField field =
        directory
            .field(TiffTag.COLOR_MAP)
            .orElseThrow(() -> TiffDirectory.corrupt("it has no palette"));
    int count = (int) Math.min(MAX_COLORS, field.count() / 3);
    int[] colors = new int[MAX_COLORS];
    for (int i = 0; i < count; i++) {
      for (int part = 0; part < 3; part++) {
        colors[i] = colors[i] << 8 | high(field.number((long) part * count + i));
      }
    }
    return colors;
  }

  private static int high(long value) {
    return (int) (value >> 8) & 0xff;
  }

  private static TiffColor ycbcr(TiffDirectory directory, TiffLayout layout, boolean inUnits)
      throws ImageException {
    if (layout.samples() == 1) {
      return new TiffColor(
          1, SampleColors.indexed(grays(BLACK_IS_ZERO, layout, SampleFormat.BYTE)));
    }
    if (layout.compression() == TiffCompression.JPEG && !layout.planar()) {
      // The JPEG decoder gives RGB.
      return new TiffColor(3, SampleColors::rgb);
    }
    boolean pillows = layout.compression() == TiffCompression.NONE && !layout.planar() && !inUnits;
    return new TiffColor(3, pillows ? YcbcrColor.jfif() : YcbcrColor.ofFile(directory));
  }

  private static String name(int photometric) {
    return switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> "gray";
      case RGB -> "RGB";
      case PALETTE -> "a palette";
      case 4 -> "a transparency mask";
      case CMYK -> "CMYK";
      case YCBCR -> "YCbCr";
      case 8, 9, 10 -> "CIE Lab";
      case 32803, 34892 -> "raw camera samples (DNG)";
      case 32844, 32845 -> "SGI's LogLuv";
      default -> "an unknown kind of colour (photometric " + photometric + ")";
    };
  }
}
