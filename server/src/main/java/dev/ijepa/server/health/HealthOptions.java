package dev.ijepa.server.health;

import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How the server watches itself. */
public final class HealthOptions {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Option(
      names = "--canary-interval",
      paramLabel = "DURATION",
      description =
          "How often each model computes an image whose embedding is known (default: 30s; 0ms: never).")
  public Duration canaryInterval = Duration.ofSeconds(30);

  @Option(
      names = "--hang-after",
      paramLabel = "DURATION",
      description =
          "A batch hangs if it runs longer than this and ten times its expected time (default: 3s).")
  public Duration hangAfter = Duration.ofSeconds(3);

  @Option(
      names = "--hang-exit",
      paramLabel = "DURATION",
      description =
          "If a batch hangs, the server is NOT_SERVING. If it still hangs after this time, the process exits with 70 for its supervisor to restart it (default: 60s; 0ms: never).")
  public Duration hangExit = Duration.ofSeconds(60);

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--canary-interval", canaryInterval, Duration.ZERO, LONGEST);
    errors.requireRange("--hang-after", hangAfter, Duration.ofMillis(100), LONGEST);
    errors.requireRange("--hang-exit", hangExit, Duration.ZERO, LONGEST);
  }
}
