package dev.ijepa.models.image.jpeg;

/** From CMYK to RGB as Pillow's {@code convert}: no colour profile, only less light by more ink. */
public final class CmykConversion {
  private CmykConversion() {}

  /**
   * Converts one pixel.
   *
   * @param cmyk ink from 0 to 255, the four values from {@code at} on
   * @param rgb gets three bytes from {@code to} on
   */
  public static void toRgb(int[] cmyk, int at, byte[] rgb, int to) {
    int light = 255 - cmyk[at + 3];
    for (int i = 0; i < 3; i++) {
      rgb[to + i] = (byte) (light - timesOver255(cmyk[at + i], light));
    }
  }

  /** a × b / 255, rounded to the nearest. */
  private static int timesOver255(int a, int b) {
    return (2 * a * b + 255) / 510;
  }
}
