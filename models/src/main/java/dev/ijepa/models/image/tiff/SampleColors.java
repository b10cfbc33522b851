package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.jpeg.CmykConversion;

/** The kinds of colour that are converted as Pillow's {@code convert('RGB')} does. */
final class SampleColors {
  private SampleColors() {}

  /**
   * Samples that stand for colours.
   *
   * @param colors 0xRRGGBB, 256 of them
   */
  static SampleColor indexed(int[] colors) {
    return (samples, at, step, pixels, rgb, to) -> {
      int out = to;
      for (int i = 0, from = at; i < pixels; i++, from += step) {
        int color = colors[samples[from] & 0xff];
        rgb[out++] = (byte) (color >> 16);
        rgb[out++] = (byte) (color >> 8);
        rgb[out++] = (byte) color;
      }
    };
  }

  /** Samples that are RGB, whatever follows them. */
  static void rgb(byte[] samples, int at, int step, int pixels, byte[] rgb, int to) {
    if (step == 3) {
      System.arraycopy(samples, at, rgb, to, 3 * pixels);
      return;
    }
    int out = to;
    for (int i = 0, from = at; i < pixels; i++, from += step) {
      rgb[out++] = samples[from];
      rgb[out++] = samples[from + 1];
      rgb[out++] = samples[from + 2];
    }
  }

  /** RGB that has been multiplied by the alpha that follows it. */
  static void premultipliedRgb(byte[] samples, int at, int step, int pixels, byte[] rgb, int to) {
    int out = to;
    for (int i = 0, from = at; i < pixels; i++, from += step) {
      int alpha = samples[from + 3] & 0xff;
      for (int n = 0; n < 3; n++) {
        rgb[out++] = (byte) divided(samples[from + n] & 0xff, alpha);
      }
    }
  }

  /** Gray that has been multiplied by the alpha that follows it. */
  static void premultipliedGray(byte[] samples, int at, int step, int pixels, byte[] rgb, int to) {
    int out = to;
    for (int i = 0, from = at; i < pixels; i++, from += step) {
      byte level = (byte) divided(samples[from] & 0xff, samples[from + 1] & 0xff);
      rgb[out++] = level;
      rgb[out++] = level;
      rgb[out++] = level;
    }
  }

  private static int divided(int value, int alpha) {
    return alpha == 0 ? 0 : Math.min(255, value * 255 / alpha);
  }

  /** Ink: 0 is none. */
  static void cmyk(byte[] samples, int at, int step, int pixels, byte[] rgb, int to) {
    int[] ink = new int[4];
    for (int i = 0, from = at; i < pixels; i++, from += step) {
      for (int n = 0; n < ink.length; n++) {
        ink[n] = samples[from + n] & 0xff;
      }
      CmykConversion.toRgb(ink, 0, rgb, to + i * 3);
    }
  }
}
