package dev.ijepa.client.bench;

import com.google.protobuf.Duration;

/** Durations between Java and the contract. */
final class WireDuration {
  private WireDuration() {}

  static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static java.time.Duration of(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
