package dev.ijepa.server.observability;

import dev.ijepa.server.options.OptionErrors;
import picocli.CommandLine.Option;

/** Where an operator looks. */
public final class ObservabilityOptions {
  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description =
          "The HTTP port of /metrics, /healthz and /readyz; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  public int adminPort = 8081;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--admin-port", adminPort, 0, 65535);
  }
}
