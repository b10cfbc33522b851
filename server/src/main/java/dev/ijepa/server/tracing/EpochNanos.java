package dev.ijepa.server.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Times as OpenTelemetry has them. */
final class EpochNanos {
  private EpochNanos() {}

  /** Nanoseconds since 1970. */
  static long now(InstantSource clock) {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
