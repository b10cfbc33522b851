package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;

/**
 * Pillow's resize written down as plainly as can be, and slowly: each output value is a sum over
 * all inputs, with the filter's formula evaluated for each. Only to test the fast one against.
 */
final class SlowResize {
  private SlowResize() {}

  /** Resizes RGB of shape [height, width, 3] to the size and with the filter of a spec. */
  static byte[] resize(byte[] rgb, int width, int height, ImageSpec spec) {
    int lessRows = height - spec.height();
    boolean downFirst = lessRows > 0 && lessRows > 2 * (width - spec.width());
    if (downFirst) {
      byte[] down = down(rgb, width, height, spec);
      return across(down, width, spec.height(), spec);
    }
    byte[] across = across(rgb, width, height, spec);
    return down(across, spec.width(), height, spec);
  }

  private static byte[] across(byte[] rgb, int width, int height, ImageSpec spec) {
    byte[] out = new byte[spec.width() * height * 3];
    for (int i = 0; i < out.length; i++) {
      int channel = i % 3;
      int x = i / 3 % spec.width();
      int row = i / 3 / spec.width() * width;
      out[i] =
          width == spec.width()
              ? rgb[i]
              : sum(rgb, row * 3 + channel, 3, x, width, spec.width(), spec.resample());
    }
    return out;
  }

  private static byte[] down(byte[] rgb, int width, int height, ImageSpec spec) {
    byte[] out = new byte[width * spec.height() * 3];
    for (int i = 0; i < out.length; i++) {
      int column = i % (width * 3);
      int y = i / (width * 3);
      out[i] =
          height == spec.height()
              ? rgb[i]
              : sum(rgb, column, width * 3, y, height, spec.height(), spec.resample());
    }
    return out;
  }

  private static byte sum(
      byte[] rgb, int first, int step, int output, int inputs, int outputs, Resample filter) {
    double scale = (double) inputs / outputs;
    double stretch = Math.max(1, scale);
    double center = (output + 0.5) * scale;
    double total = 0;
    for (int i = 0; i < inputs; i++) {
      total += inReach(i, center, stretch, filter) ? weight(i, center, stretch, filter) : 0;
    }
    long sum = 1L << 21;
    for (int i = 0; i < inputs; i++) {
      if (inReach(i, center, stretch, filter)) {
        double weight = weight(i, center, stretch, filter) / total * (1 << 22);
        long fixed = (long) (weight + Math.copySign(0.5, weight));
        sum += fixed * (rgb[first + i * step] & 0xff);
      }
    }
    return (byte) Math.max(0, Math.min(255, sum >> 22));
  }

  private static boolean inReach(int input, double center, double stretch, Resample filter) {
    double reach = support(filter) * stretch;
    return input >= (int) Math.max(0, center - reach + 0.5) && input < (int) (center + reach + 0.5);
  }

  private static double support(Resample filter) {
    return switch (filter) {
      case BOX -> 0.5;
      case BICUBIC -> 2;
      case LANCZOS -> 3;
      default -> 1;
    };
  }

  private static double weight(int input, double center, double stretch, Resample filter) {
    double x = (input - center + 0.5) * (1 / stretch);
    double d = Math.abs(x);
    return switch (filter) {
      case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> Math.max(0, 1 - d);
      case HAMMING -> d < 1 ? sinc(d) * (0.54 + 0.46 * StrictMath.cos(Math.PI * d)) : 0;
      case BICUBIC ->
          d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
      case LANCZOS -> d < 3 ? sinc(x) * sinc(x / 3) : 0;
      case NEAREST -> throw new IllegalArgumentException();
    };
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }
}
