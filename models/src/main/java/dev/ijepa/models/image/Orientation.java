package dev.ijepa.models.image;

/** How a camera was held, EXIF tag 274: what has to be done to see the image upright. */
public enum Orientation {
  UPRIGHT(false, false, false),
  FLIP_LEFT_RIGHT(false, true, false),
  ROTATE_180(false, true, true),
  FLIP_TOP_BOTTOM(false, false, true),
  TRANSPOSE(true, false, false),
  ROTATE_90_RIGHT(true, false, true),
  TRANSVERSE(true, true, true),
  ROTATE_90_LEFT(true, true, false);

  /**
   * Pixels of a side of the squares that are turned at once: what they touch stays in the cache.
   */
  private static final int SQUARE = 32;

  /** The most bytes of rows that are turned at once, where one row is no longer. */
  private static final int BAND_BYTES = 1 << 20;

  private final boolean swapsSides;
  private final boolean mirrorsX;
  private final boolean mirrorsY;

  /**
   * @param swapsSides whether rows become columns
   * @param mirrorsX whether source columns are read from the right
   * @param mirrorsY whether source rows are read from the bottom
   */
  Orientation(boolean swapsSides, boolean mirrorsX, boolean mirrorsY) {
    this.swapsSides = swapsSides;
    this.mirrorsX = mirrorsX;
    this.mirrorsY = mirrorsY;
  }

  /** The orientation of EXIF's number; upright if there is none of that number, as in Pillow. */
  public static Orientation ofExif(long number) {
    return number >= 1 && number <= values().length ? values()[(int) number - 1] : UPRIGHT;
  }

  /** The size of an image once it is upright. */
  public ImageSize apply(ImageSize size) {
    return swapsSides
        ? new ImageSize(/* width= */ size.height(), /* height= */ size.width())
        : size;
  }

  /** The image upright. Takes the image over: the caller closes only what it gets back. */
  public RgbImage apply(RgbImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    try (image) {
      return swapsSides ? turned(image) : mirrored(image);
    }
  }

  private RgbImage mirrored(RgbImage image) {
    int width = image.width();
    int height = image.height();
    byte[] out = new byte[width * height * 3];
    byte[] row = new byte[width * 3];
    for (int y = 0; y < height; y++) {
      image.readRow(mirrorsY ? height - 1 - y : y, row, 0);
      for (int x = 0; x < width; x++) {
        copyPixel(row, (mirrorsX ? width - 1 - x : x) * 3, out, (y * width + x) * 3);
      }
    }
    return new ArrayImage(width, height, out);
  }

  private RgbImage turned(RgbImage image) {
    int width = image.height();
    int height = image.width();
    byte[] out = new byte[width * height * 3];
    int rows = Math.min(Math.min(SQUARE, width), Math.max(1, BAND_BYTES / (height * 3)));
    byte[] band = new byte[height * 3 * rows];
    for (int x0 = 0; x0 < width; x0 += rows) {
      int x1 = Math.min(x0 + rows, width);
      for (int x = x0; x < x1; x++) {
        image.readRow(mirrorsY ? width - 1 - x : x, band, (x - x0) * height * 3);
      }
      for (int y = 0; y < height; y++) {
        int column = (mirrorsX ? height - 1 - y : y) * 3;
        for (int x = x0; x < x1; x++) {
          copyPixel(band, (x - x0) * height * 3 + column, out, (y * width + x) * 3);
        }
      }
    }
    return new ArrayImage(width, height, out);
  }

  private static void copyPixel(byte[] from, int at, byte[] to, int index) {
    to[index] = from[at];
    to[index + 1] = from[at + 1];
    to[index + 2] = from[at + 2];
  }
}
