package dev.ijepa.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How far a call came, to tell what may have ended it. */
final class CallProgress {
  private final LongSupplier nanoTime;
  private final long openedNanos;
  private volatile long sentBytes;
  private volatile long heardNanos;

  /**
   * A call that begins now.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  CallProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.openedNanos = nanoTime.getAsLong();
    this.heardNanos = openedNanos;
  }

  /** One thread at a time sends. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void sent(long bytes) {
    sentBytes += bytes;
  }

  void heard() {
    heardNanos = nanoTime.getAsLong();
  }

  /** Bytes of request messages that were given to gRPC; not all of them need have left. */
  long sentBytes() {
    return sentBytes;
  }

  Duration open() {
    return Duration.ofNanos(nanoTime.getAsLong() - openedNanos);
  }

  /** Since the last answer, or since the call was opened. */
  Duration silent() {
    return Duration.ofNanos(nanoTime.getAsLong() - heardNanos);
  }
}
