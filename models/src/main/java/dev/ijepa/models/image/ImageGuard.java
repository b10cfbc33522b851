package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageMemory.Reservation;

/** What one image may cost, and the room and the time that it got for it. */
public final class ImageGuard implements AutoCloseable {
  /** RGB, and what most decoders keep beside it: rows, samples. */
  private static final long BYTES_PER_PIXEL = 6;

  private final ImageLimits limits;
  private final ImageMemory memory;
  private final DecodeTimer timer;
  private Reservation reservation = () -> {};
  private long reservedBytes;

  public ImageGuard(ImageLimits limits, ImageMemory memory, DecodeTimer timer) {
    this.limits = limits;
    this.memory = memory;
    this.timer = timer;
  }

  public ImageLimits limits() {
    return limits;
  }

  /**
   * Gets room for so many pixels, before any is allocated. Where a header tells several sizes, the
   * largest counts, and room got before is given back first: nobody holds some and waits for more.
   */
  void reserve(long pixels) {
    reserveBytes(pixels * BYTES_PER_PIXEL);
  }

  /** Gets room for so many bytes, as above, where a decoder takes more than others. */
  public void reserveBytes(long bytes) {
    if (bytes > reservedBytes) {
      close();
      timer.pause();
      reservation = memory.reserve(bytes);
      timer.restart();
      reservedBytes = bytes;
    }
  }

  /**
   * To be called between rows, or parts of about that size.
   *
   * @throws ImageException TOO_LARGE if decoding has taken longer than it may
   */
  public void checkTime() throws ImageException {
    timer.check();
  }

  /** Whether decoding has taken longer than it may. */
  public boolean isTimeOver() {
    return timer.isOver();
  }

  @Override
  public void close() {
    reservation.close();
    reservation = () -> {};
    reservedBytes = 0;
  }
}
