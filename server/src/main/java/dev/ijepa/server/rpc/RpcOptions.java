package dev.ijepa.server.rpc;

import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How the gRPC server listens. */
public final class RpcOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on, for gRPC and admin; all addresses of a name (default: all).")
  public String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of gRPC; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  public int port = 50051;

  @Option(
      names = "--stream-window",
      paramLabel = "N",
      description =
          "The most items of one stream that are in flight at once (default: ${DEFAULT-VALUE}).")
  public int streamWindow = 128;

  @Option(
      names = "--drain-timeout",
      paramLabel = "DURATION",
      description = "How long what was accepted may take to finish after SIGTERM (default: 30s).")
  public Duration drainTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--reflection",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Tell clients the API by gRPC reflection (default: ${DEFAULT-VALUE}).")
  public boolean reflection = true;

  @Option(
      names = "--channelz",
      description = "Serve channelz, which shows connections to anyone who asks.")
  public boolean channelz;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--port", port, 0, 65535);
    errors.requireRange("--stream-window", streamWindow, 1, 65536);
    errors.requireRange("--drain-timeout", drainTimeout, Duration.ZERO, Duration.ofHours(24));
  }
}
