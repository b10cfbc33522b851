package dev.ijepa.server.session;

import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What calls may have in flight, and how long a drain may take. */
public final class SessionOptions {
  @Option(
      names = "--stream-window",
      paramLabel = "N",
      description = "The most items of one stream in flight (default: ${DEFAULT-VALUE}).")
  public int streamWindow = 128;

  @Option(
      names = "--max-images-per-request",
      paramLabel = "N",
      description =
          "The most images of one request, where the protocol allows several: KServe v2 (default: ${DEFAULT-VALUE}).")
  public int maxImagesPerRequest = 64;

  @Option(
      names = "--drain-timeout",
      paramLabel = "DURATION",
      description = "How long the server finishes accepted items after SIGTERM (default: 30s).")
  public Duration drainTimeout = Duration.ofSeconds(30);

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--stream-window", streamWindow, 1, 65536);
    errors.requireRange("--max-images-per-request", maxImagesPerRequest, 1, 1024);
    errors.requireRange("--drain-timeout", drainTimeout, Duration.ZERO, Duration.ofHours(24));
  }
}
