package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageMemory.Reservation;

/** What one image may cost, and the room and the time that it got for it. */
public final class ImageGuard implements AutoCloseable {
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
   * Gets room for so many bytes, before they are allocated. Of several numbers the largest counts,
   * and room got before is given back first: nobody holds some and waits for more.
   */
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
