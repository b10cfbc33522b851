package dev.ijepa.client.internal;

import com.google.protobuf.Duration;

/** Durations between Java and the contract. */
public final class WireDuration {
  private WireDuration() {}

  /** Java's as the contract's. */
  public static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** The contract's as Java's. */
  public static java.time.Duration of(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
