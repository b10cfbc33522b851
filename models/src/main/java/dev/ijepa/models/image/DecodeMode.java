package dev.ijepa.models.image;

import java.util.Locale;

/** How exactly images are decoded. */
public enum DecodeMode {
  /** As Pillow does, bit for bit. */
  EXACT,

  /**
   * JPEGs that are far larger than the model's input are decoded at a half, a quarter or an eighth
   * of their size, straight from their frequencies, and then resized. Features come out a little
   * different.
   */
  FAST;

  /** What a side keeps at least, in sides of the input: the resize still averages two pixels. */
  private static final long KEPT = 2;

  private static final int MAX_RATIO = 8;

  /**
   * By what an image is divided while it is decoded: 1, 2, 4 or 8.
   *
   * @param size of the image, upright
   * @param spec what the model takes
   */
  public int ratio(ImageSize size, ImageSpec spec) {
    int ratio = 1;
    while (this == FAST
        && ratio < MAX_RATIO
        && size.width() >= KEPT * 2 * ratio * spec.width()
        && size.height() >= KEPT * 2 * ratio * spec.height()) {
      ratio *= 2;
    }
    return ratio;
  }

  /** As it is written in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
