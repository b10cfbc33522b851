package dev.ijepa.models.image.jpeg;

/** What the components of a JPEG are, and how they become RGB as in libjpeg and Pillow. */
enum JpegColor {
  GRAY {
    @Override
    void toRgb(int[][] samples, int width, byte[] rgb, int to) {
      for (int x = 0; x < width; x++) {
        put(samples[0][x], samples[0][x], samples[0][x], rgb, to + x * 3);
      }
    }
  },
  RGB {
    @Override
    void toRgb(int[][] samples, int width, byte[] rgb, int to) {
      for (int x = 0; x < width; x++) {
        put(samples[0][x], samples[1][x], samples[2][x], rgb, to + x * 3);
      }
    }
  },
  YCC {
    @Override
    void toRgb(int[][] samples, int width, byte[] rgb, int to) {
      for (int x = 0; x < width; x++) {
        int y = samples[0][x];
        int cb = samples[1][x];
        int cr = samples[2][x];
        put(red(y, cr), green(y, cb, cr), blue(y, cb), rgb, to + x * 3);
      }
    }
  },
  /** Adobe stores CMYK inverted: 255 is no ink. Pillow takes all CMYK JPEGs to be so. */
  CMYK {
    @Override
    void toRgb(int[][] samples, int width, byte[] rgb, int to) {
      int[] ink = new int[4];
      for (int x = 0; x < width; x++) {
        for (int i = 0; i < 4; i++) {
          ink[i] = 255 - samples[i][x];
        }
        CmykConversion.toRgb(ink, 0, rgb, to + x * 3);
      }
    }
  },
  YCCK {
    @Override
    void toRgb(int[][] samples, int width, byte[] rgb, int to) {
      int[] ink = new int[4];
      for (int x = 0; x < width; x++) {
        int y = samples[0][x];
        ink[0] = red(y, samples[2][x]);
        ink[1] = green(y, samples[1][x], samples[2][x]);
        ink[2] = blue(y, samples[1][x]);
        ink[3] = 255 - samples[3][x];
        CmykConversion.toRgb(ink, 0, rgb, to + x * 3);
      }
    }
  };

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);

  /**
   * Converts a row.
   *
   * @param samples of each component, 0 to 255
   * @param width pixels of the row
   * @param rgb gets three bytes a pixel from {@code to} on
   */
  abstract void toRgb(int[][] samples, int width, byte[] rgb, int to);

  private static void put(int red, int green, int blue, byte[] rgb, int to) {
    rgb[to] = (byte) red;
    rgb[to + 1] = (byte) green;
    rgb[to + 2] = (byte) blue;
  }

  private static int red(int y, int cr) {
    return clip(y + ((fixed(1.402) * (cr - 128) + HALF) >> BITS));
  }

  private static int green(int y, int cb, int cr) {
    return clip(y + ((-fixed(0.34414) * (cb - 128) - fixed(0.71414) * (cr - 128) + HALF) >> BITS));
  }

  private static int blue(int y, int cb) {
    return clip(y + ((fixed(1.772) * (cb - 128) + HALF) >> BITS));
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << BITS) + 0.5);
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
