package dev.ijepa.models.image;

import java.util.Arrays;

/** The colours that indices stand for: 256 of them, 0xRRGGBB. */
public final class Palette {
  private static final int COLORS = 256;

  private final int[] rgb;

  private Palette(int[] rgb) {
    this.rgb = rgb;
  }

  /** Each index is its own level of gray. */
  public static Palette gray() {
    int[] rgb = new int[COLORS];
    for (int i = 0; i < COLORS; i++) {
      rgb[i] = i * 0x010101;
    }
    return new Palette(rgb);
  }

  /**
   * The palette of these colours. Indices beyond them are black.
   *
   * @param colors 0xRRGGBB, at most 256
   */
  public static Palette of(int[] colors) {
    return new Palette(Arrays.copyOf(colors, COLORS));
  }

  /**
   * The palette of these colours; but if all of them are their own level of gray, Pillow takes a
   * GIF or a BMP for a gray one, and so do indices beyond them.
   *
   * @param colors 0xRRGGBB, at most 256
   */
  public static Palette orGray(int[] colors) {
    Palette gray = gray();
    return Arrays.equals(colors, 0, colors.length, gray.rgb, 0, colors.length) ? gray : of(colors);
  }

  public int rgb(int index) {
    return rgb[index];
  }
}
