package dev.ijepa.server.http;

import dev.ijepa.server.options.OptionErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the server listens for HTTP. */
public final class HttpOptions {
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description =
          "The port of the HTTP APIs, by convention 8080; 0 picks a free one (default: no HTTP port).")
  public @Nullable Integer httpPort;

  @Option(
      names = "--http-max-connections",
      paramLabel = "N",
      description =
          "The most connections to the HTTP port at once, half of them from one address (default: one for each MiB of the heap, from 64 to 1024).")
  public int maxConnections = (int) Math.min(1024, Math.max(64, HEAP_BYTES >> 20));

  @Option(
      names = "--http-cors-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web pages of this origin, such as https://app.example.org, may call the HTTP port from browsers; * means all pages. May be repeated (default: no pages).")
  public List<String> corsOrigins = new ArrayList<>();

  /** The port, if there is to be one. */
  public OptionalInt port() {
    return httpPort == null ? OptionalInt.empty() : OptionalInt.of(httpPort);
  }

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    port().ifPresent(port -> errors.requireRange("--http-port", port, 0, 65535));
    errors.requireRange("--http-max-connections", maxConnections, 1, 1 << 20);
    for (String origin : corsOrigins) {
      if (!origin.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\*")) {
        errors.add(
            "--http-cors-origin is %s; it must be an origin like https://app.example.org, or *"
                .formatted(origin));
      }
    }
  }
}
