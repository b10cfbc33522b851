package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageMemory.Reservation;

/** What one image may cost, and the room that it got for it. */
final class ImageGuard implements AutoCloseable {
  /** RGB, and what decoders keep beside it: coefficients of progressive scans, rows, samples. */
  private static final long BYTES_PER_PIXEL = 6;

  private final ImageLimits limits;
  private final ImageMemory memory;
  private Reservation reservation = () -> {};
  private long reservedPixels;

  ImageGuard(ImageLimits limits, ImageMemory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  ImageLimits limits() {
    return limits;
  }

  /**
   * Gets room for so many pixels, before any is allocated. Where a header tells several sizes, the
   * largest counts, and room got before is given back first: nobody holds some and waits for more.
   */
  void reserve(long pixels) {
    if (pixels > reservedPixels) {
      close();
      reservation = memory.reserve(pixels * BYTES_PER_PIXEL);
      reservedPixels = pixels;
    }
  }

  @Override
  public void close() {
    reservation.close();
    reservation = () -> {};
    reservedPixels = 0;
  }
}
