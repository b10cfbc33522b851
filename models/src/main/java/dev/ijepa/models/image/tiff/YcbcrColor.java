package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.TiffField;
import java.util.Optional;

/**
 * From YCbCr to RGB. Pillow converts what is not compressed on its own, by JFIF's factors in
 * numbers of 6 bits behind the point, and has libtiff convert the rest, by the file's own factors
 * and 16 bits. Source: JFIF 1.02; TIFF 6.0, section 21.
 */
final class YcbcrColor implements SampleColor {
  private static final int LEVELS = 256;
  private static final double[] LUMA = {0.299, 0.587, 0.114};
  private static final double[] BLACK_AND_WHITE = {0, 255, 128, 255, 128, 255};

  private final int[] luma = new int[LEVELS];
  private final int[] redOfCr = new int[LEVELS];
  private final int[] greenOfCr = new int[LEVELS];
  private final int[] greenOfCb = new int[LEVELS];
  private final int[] blueOfCb = new int[LEVELS];
  private final int greenBits;

  private YcbcrColor(int greenBits) {
    this.greenBits = greenBits;
  }

  /** As Pillow. */
  static YcbcrColor jfif() {
    int bits = 6;
    YcbcrColor color = new YcbcrColor(bits);
    for (int i = 0; i < LEVELS; i++) {
      int x = i - 128;
      color.luma[i] = i;
      color.redOfCr[i] = pillow(1.402 * x) >> bits;
      color.greenOfCr[i] = pillow(-0.71414 * x);
      color.greenOfCb[i] = pillow(-0.34414 * x);
      color.blueOfCb[i] = pillow(1.772 * x) >> bits;
    }
    return color;
  }

  private static int pillow(double value) {
    return (int) (value * 64 + 0.5);
  }

  /** As libtiff, by the factors and the levels of black and white that the file tells. */
  static YcbcrColor ofFile(TiffDirectory directory) throws ImageException {
    float[] luma = floats(directory, TiffTag.YCBCR_COEFFICIENTS, LUMA);
    float[] levels = floats(directory, TiffTag.REFERENCE_BLACK_WHITE, BLACK_AND_WHITE);
    if (Float.isNaN(luma[0]) || Float.isNaN(luma[1]) || Float.isNaN(luma[2]) || luma[1] == 0) {
      throw TiffDirectory.corrupt("its YCbCr has no usable coefficients");
    }
    int bits = 16;
    int half = 1 << (bits - 1);
    float redFactor = 2 - 2 * luma[0];
    float blueFactor = 2 - 2 * luma[2];
    int red = fixed(redFactor);
    int greenOfRed = -fixed(luma[0] * redFactor / luma[1]);
    int blue = fixed(blueFactor);
    int greenOfBlue = -fixed(luma[2] * blueFactor / luma[1]);
    YcbcrColor color = new YcbcrColor(bits);
    for (int i = 0; i < LEVELS; i++) {
      int cr = level(i - 128, levels[4] - 128, levels[5] - 128, 127);
      int cb = level(i - 128, levels[2] - 128, levels[3] - 128, 127);
      color.luma[i] = level(i, levels[0], levels[1], 255);
      color.redOfCr[i] = (red * cr + half) >> bits;
      color.greenOfCr[i] = greenOfRed * cr;
      color.greenOfCb[i] = greenOfBlue * cb + half;
      color.blueOfCb[i] = (blue * cb + half) >> bits;
    }
    return color;
  }

  private static float[] floats(TiffDirectory directory, int tag, double[] orElse)
      throws ImageException {
    Optional<TiffField> told = directory.field(tag).filter(field -> field.count() >= orElse.length);
    float[] values = new float[orElse.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (told.isPresent() ? told.get().decimal(i) : orElse[i]);
    }
    return values;
  }

  private static int fixed(float factor) {
    double within = factor >= 0 ? Math.min(factor, 2) : 0;
    return (int) (within * (1 << 16) + 0.5);
  }

  private static int level(int code, float black, float white, int most) {
    // libtiff cuts the lower end to a whole number first.
    float range = white == black ? 1 : white - black;
    float value = (float) (code - (int) black) * most / range;
    return (int) Math.max(-4096f, Math.min(4096f, value));
  }

  @Override
  public void toRgb(byte[] samples, int at, int step, int pixels, byte[] rgb, int to) {
    int out = to;
    for (int i = 0, from = at; i < pixels; i++, from += step) {
      int y = luma[samples[from] & 0xff];
      int cb = samples[from + 1] & 0xff;
      int cr = samples[from + 2] & 0xff;
      rgb[out++] = clip(y + redOfCr[cr]);
      int green = greenOfCb[cb] + greenOfCr[cr];
      rgb[out++] = clip(y + (green >> greenBits));
      rgb[out++] = clip(y + blueOfCb[cb]);
    }
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
