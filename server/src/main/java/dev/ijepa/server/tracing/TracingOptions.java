package dev.ijepa.server.tracing;

import dev.ijepa.server.options.OptionErrors;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which items are traced. Where traces go is said by OpenTelemetry's variables. */
public final class TracingOptions {
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String NONE = "none";

  @Option(
      names = "--trace-stream-items",
      paramLabel = "N",
      description =
          "The most items a second of one traced stream that have spans of their own (default: ${DEFAULT-VALUE}). OTEL_EXPORTER_OTLP_ENDPOINT turns tracing on.")
  public int traceStreamItems = 10;

  @Option(
      names = "--trace-client-calls",
      paramLabel = "N",
      description =
          "The most calls a second, of all clients, that are traced because their client samples them (default: ${DEFAULT-VALUE}). OTEL_TRACES_SAMPLER decides for other calls.")
  public int traceClientCalls = 100;

  /** The variables of the environment, of which those that begin with OTEL_ count. */
  public Map<String, String> environment = System.getenv();

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--trace-stream-items", traceStreamItems, 0, 1 << 20);
    errors.requireRange("--trace-client-calls", traceClientCalls, 0, 1 << 20);
  }

  /** Whether the environment names a place for traces, and does not turn them off. */
  boolean isOn() {
    boolean disabled = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
    return !disabled
        && !NONE.equals(environment.get(EXPORTER))
        && Stream.of(EXPORTER, "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }
}
