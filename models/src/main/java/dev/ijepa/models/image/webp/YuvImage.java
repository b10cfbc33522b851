package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.RgbImage;

/**
 * An image of brightness and of colour at half its size; a row becomes RGB when it is read, as in
 * libwebp: colour is interpolated, and the conversion is that of ITU-R BT.601 with 16 to 235.
 */
final class YuvImage implements RgbImage {
  private final int width;
  private final int height;
  private final Vp8Plane[] planes;

  YuvImage(int width, int height, Vp8Plane[] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    int to = offset;
    for (int x = 0; x < width; x++) {
      int luma = times(planes[0].get(x, y), 19077);
      int u = color(planes[1], x, y);
      int v = color(planes[2], x, y);
      row[to++] = clip(luma + times(v, 26149) - 14234);
      row[to++] = clip(luma - times(u, 6419) - times(v, 13320) + 8708);
      row[to++] = clip(luma + times(u, 33050) - 17685);
    }
  }

  /**
   * Colour at a pixel: 9/16 of the nearest sample, 3/16 of its neighbours to the side and above or
   * below, 1/16 of the one between these, rounded in libwebp's steps.
   */
  private int color(Vp8Plane plane, int x, int y) {
    int nearX = x / 2;
    int nearY = y / 2;
    int sideX = Math.max(0, Math.min((width - 1) / 2, nearX + (x % 2 == 0 ? -1 : 1)));
    int sideY = Math.max(0, Math.min((height - 1) / 2, nearY + (y % 2 == 0 ? -1 : 1)));
    int near = plane.get(nearX, nearY);
    int beside = plane.get(sideX, nearY);
    int above = plane.get(nearX, sideY);
    int across = plane.get(sideX, sideY);
    int mean = (near + beside + above + across + 8 + 2 * (beside + above)) >> 3;
    return (mean + near) >> 1;
  }

  private static int times(int value, int factor) {
    return (value * factor) >> 8;
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value >> 6));
  }

  @Override
  public void close() {}
}
