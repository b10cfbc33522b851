package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds the decoding of one image against the time that it may take. To wait for room does not
 * count. Any thread may ask whether the time is over: native decoders can't ask themselves.
 */
public final class DecodeTimer {
  private final long limitNanos;
  private final LongSupplier nanoTime;
  private volatile long started;
  private volatile boolean waiting;

  /**
   * Starts now.
   *
   * @param limit how long decoding may take
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public DecodeTimer(Duration limit, LongSupplier nanoTime) {
    this.limitNanos = limit.toNanos();
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** Never over. */
  public static DecodeTimer unlimited() {
    return new DecodeTimer(Duration.ofNanos(Long.MAX_VALUE), () -> 0);
  }

  /** Whether decoding has taken longer than it may. */
  public boolean isOver() {
    return !waiting && nanoTime.getAsLong() - started > limitNanos;
  }

  /** What the sender is told when the time is over. */
  public ImageException fault() {
    return new ImageException(
        Reason.TOO_LARGE,
        "decoding the image has taken %d ms; at most %d are allowed"
            .formatted(
                Duration.ofNanos(nanoTime.getAsLong() - started).toMillis(),
                Duration.ofNanos(limitNanos).toMillis()));
  }

  /** Throws {@link #fault} if the time is over. */
  void check() throws ImageException {
    if (isOver()) {
      throw fault();
    }
  }

  /** The image waits for room. */
  void pause() {
    waiting = true;
  }

  /** The image has its room; its time begins anew. */
  void restart() {
    started = nanoTime.getAsLong();
    waiting = false;
  }
}
