package dev.ijepa.server.grpc;

import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a connection lives, how it is kept alive, and what its calls may say of themselves. */
public final class ConnectionOptions {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final DataSize LEAST_HEADERS = new DataSize(1 << 10);
  private static final DataSize MOST_HEADERS = new DataSize(1 << 20);

  @Option(
      names = "--max-connection-idle",
      paramLabel = "DURATION",
      description = "Close a connection that has had no calls for this time (default: 30m).")
  public Duration maxConnectionIdle = Duration.ofMinutes(30);

  @Option(
      names = "--max-connection-age",
      paramLabel = "DURATION",
      description = {
        "Ask the client of a connection of this age to open another one (GOAWAY), so that replicas that were added get their share. Each connection has its own age, up to a tenth more or less (default: 30m).",
        "Open calls go on. 0ms: never."
      })
  public Duration maxConnectionAge = Duration.ofMinutes(30);

  @Option(
      names = "--max-connection-age-grace",
      paramLabel = "DURATION",
      description =
          "How long calls may go on then. After that, streams are answered what they sent, and end with UNAVAILABLE (CONNECTION_EXPIRED) (default: 5m).")
  public Duration maxConnectionAgeGrace = Duration.ofMinutes(5);

  @Option(
      names = "--keepalive-time",
      paramLabel = "DURATION",
      description = "Ping a client that has been silent for this time (default: 2m).")
  public Duration keepaliveTime = Duration.ofMinutes(2);

  @Option(
      names = "--keepalive-timeout",
      paramLabel = "DURATION",
      description =
          "Close a connection whose client does not answer a ping in time (default: 20s).")
  public Duration keepaliveTimeout = Duration.ofSeconds(20);

  @Option(
      names = "--permit-keepalive-time",
      paramLabel = "DURATION",
      description =
          "How often clients and proxies may ping. The server closes a connection that pings more often (default: 20s).")
  public Duration permitKeepaliveTime = Duration.ofSeconds(20);

  @Option(
      names = "--max-header-size",
      paramLabel = "SIZE",
      description =
          "The most bytes of a call's headers: names, values, and 32 for each. A call with more is refused alone (default: 8KiB).")
  public DataSize maxHeaderSize = new DataSize(8 << 10);

  /** Whether connections are left because of their age. */
  boolean expires() {
    return !maxConnectionAge.isZero();
  }

  /** Tells what is out of range. */
  void validate(OptionErrors errors) {
    errors.requireRange("--max-connection-idle", maxConnectionIdle, LEAST, YEAR);
    if (expires()) {
      errors.requireRange("--max-connection-age", maxConnectionAge, LEAST, YEAR);
    }
    errors.requireRange("--max-connection-age-grace", maxConnectionAgeGrace, Duration.ZERO, YEAR);
    errors.requireRange("--keepalive-time", keepaliveTime, LEAST, YEAR);
    errors.requireRange("--keepalive-timeout", keepaliveTimeout, Duration.ofMillis(10), YEAR);
    errors.requireRange("--permit-keepalive-time", permitKeepaliveTime, Duration.ZERO, YEAR);
    errors.requireRange("--max-header-size", maxHeaderSize, LEAST_HEADERS, MOST_HEADERS);
  }
}
