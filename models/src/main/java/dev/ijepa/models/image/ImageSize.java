package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;

/**
 * Width and height as a file's header tells them, before anything is allocated for them.
 *
 * @param width columns, at least 1 and at most {@link #MAX_SIDE} once checked
 * @param height rows, the same
 */
public record ImageSize(long width, long height) {
  /**
   * The longest side in pixels; libpng's default limit. It bounds the tables of the resampler,
   * which grow with a side and not with the area.
   */
  public static final int MAX_SIDE = 1_000_000;

  private static final long BYTES_PER_PIXEL = 6;

  /**
   * Passes a size that an image may have, once there is room for it.
   *
   * @throws ImageException CORRUPT if a side is 0, TOO_LARGE if the image is over the limits
   */
  public ImageSize check(ImageGuard guard) throws ImageException {
    if (width <= 0 || height <= 0) {
      throw new ImageException(
          Reason.CORRUPT, "the header tells a size of " + width + "x" + height + " pixels");
    }
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the image has %dx%d pixels; a side may have at most %d"
              .formatted(width, height, MAX_SIDE));
    }
    if (width * height > guard.limits().maxPixels()) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the image has %d pixels (%dx%d); at most %d are allowed"
              .formatted(width * height, width, height, guard.limits().maxPixels()));
    }
    guard.reserveBytes(bytes());
    return this;
  }

  /** Bytes that most decoders take: RGB, and what they keep beside it. */
  public long bytes() {
    return BYTES_PER_PIXEL * width * height;
  }
}
