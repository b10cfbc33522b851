package dev.ijepa.models.image;

/** The colours that indices stand for: 256 of them, 0xRRGGBB. */
final class Palette {
  private static final int COLORS = 256;

  private final int[] rgb;

  private Palette(int[] rgb) {
    this.rgb = rgb;
  }

  /** Each index is its own level of gray. */
  static Palette gray() {
    int[] rgb = new int[COLORS];
    for (int i = 0; i < COLORS; i++) {
      rgb[i] = i * 0x010101;
    }
    return new Palette(rgb);
  }

  /**
   * The palette of these colours. Indices beyond them are black; but if all colours are their own
   * level of gray, Pillow takes the image for a gray one, and so do indices beyond them.
   *
   * @param colors 0xRRGGBB, at most 256
   */
  static Palette of(int[] colors) {
    int[] rgb = new int[COLORS];
    System.arraycopy(colors, 0, rgb, 0, colors.length);
    for (int i = 0; i < colors.length; i++) {
      if (colors[i] != i * 0x010101) {
        return new Palette(rgb);
      }
    }
    return gray();
  }

  int rgb(int index) {
    return rgb[index];
  }
}
