package dev.ijepa.models.hub;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits between tries: 1, 2, 4, … seconds, or as long as the server asks; then gives up. */
final class Backoff {
  /** Lets time pass. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  private static final int MAX_TRIES = 5;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Sleeper sleeper;
  private final DownloadProgress progress;
  private int failures;

  Backoff(Sleeper sleeper, DownloadProgress progress) {
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /** What came since the last failure was worth the try: counting begins anew. */
  void progressed() {
    failures = 0;
  }

  /**
   * Waits until the next try is due.
   *
   * @throws HubException if there have been enough of them, or the server asks for too long a wait
   */
  void await(TransientException failure) throws HubException, InterruptedIOException {
    failures++;
    if (failures == MAX_TRIES) {
      throw new HubException(
          "%s; given up after %d tries".formatted(failure.why(), MAX_TRIES), failure);
    }
    Duration pause = failure.retryAfter();
    if (pause.compareTo(LONGEST) > 0) {
      throw new HubException(
          "%s; it asks to be left alone for %d seconds".formatted(failure.why(), pause.toSeconds()),
          failure);
    }
    if (pause.isZero()) {
      pause = FIRST.multipliedBy(1L << (failures - 1));
    }
    progress.waiting(failure.why(), pause);
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the Hub");
    }
  }
}
