package dev.ijepa.server.observability;

import picocli.CommandLine.Option;

/** Where an operator looks. */
public final class ObservabilityOptions {
  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description =
          "The HTTP port of /metrics, /healthz and /readyz; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  public int adminPort = 8080;
}
