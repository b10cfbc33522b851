package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.RgbImage;

/**
 * An image of brightness and of colour at half its size; a row becomes RGB when it is read, as in
 * libwebp: colour is interpolated, and the conversion is that of ITU-R BT.601 with 16 to 235.
 */
final class YuvImage extends RgbImage {
  private final Vp8Plane[] planes;

  /** Colour along a row, and one more where the width is odd. */
  private final int[] u;

  private final int[] v;

  YuvImage(int width, int height, Vp8Plane[] planes) {
    super(width, height);
    this.planes = planes;
    this.u = new int[width + 1];
    this.v = new int[width + 1];
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    byte[] luma = planes[0].pixels();
    int at = planes[0].index(0, y);
    readColor(planes[1], y, u);
    readColor(planes[2], y, v);
    int to = offset;
    for (int x = 0; x < width(); x++) {
      int gray = times(luma[at + x] & 0xff, 19077);
      row[to++] = clip(gray + times(v[x], 26149) - 14234);
      row[to++] = clip(gray - times(u[x], 6419) - times(v[x], 13320) + 8708);
      row[to++] = clip(gray + times(u[x], 33050) - 17685);
    }
  }

  /**
   * Colour along a row: at each pixel 9/16 of the nearest sample, 3/16 of its neighbours to the
   * side and above or below, 1/16 of the one between these, rounded in libwebp's steps.
   */
  private void readColor(Vp8Plane plane, int y, int[] color) {
    byte[] samples = plane.pixels();
    int near = plane.index(0, y / 2);
    int sideY = y / 2 + (y % 2 == 0 ? -1 : 1);
    int side = plane.index(0, Math.max(0, Math.min((height() - 1) / 2, sideY)));
    int last = (width() - 1) / 2;
    int left = samples[near] & 0xff;
    int leftSide = samples[side] & 0xff;
    int here = left;
    int hereSide = leftSide;
    for (int x = 0; x <= last; x++) {
      int rightX = Math.min(x + 1, last);
      int right = samples[near + rightX] & 0xff;
      int rightSide = samples[side + rightX] & 0xff;
      color[2 * x] = mixed(here, left, hereSide, leftSide);
      color[2 * x + 1] = mixed(here, right, hereSide, rightSide);
      left = here;
      leftSide = hereSide;
      here = right;
      hereSide = rightSide;
    }
  }

  private static int mixed(int near, int beside, int above, int across) {
    int mean = (near + beside + above + across + 8 + 2 * (beside + above)) >> 3;
    return (mean + near) >> 1;
  }

  private static int times(int value, int factor) {
    return (value * factor) >> 8;
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value >> 6));
  }
}
