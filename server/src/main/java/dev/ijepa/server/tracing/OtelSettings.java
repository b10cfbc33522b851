package dev.ijepa.server.tracing;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.google.common.base.Ticker;
import dev.ijepa.server.lifecycle.Causes;
import dev.ijepa.server.observability.BuildVersion;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes OpenTelemetry's SDK from the standard variables: exporter, endpoint, headers, sampler,
 * propagators, resource, limits of spans and of the queue for export.
 */
final class OtelSettings {
  private static final String PREFIX = "OTEL_";

  private static final Resource VERSION =
      Resource.create(Attributes.of(stringKey("service.version"), BuildVersion.text()));

  private OtelSettings() {}

  /**
   * Makes the SDK. The caller shuts it down.
   *
   * @param clientCalls the most calls a second that are traced because their client samples them
   * @throws IOException if a variable has a value that is not allowed; the message names it
   */
  static OpenTelemetrySdk sdk(Map<String, String> environment, int clientCalls, Ticker ticker)
      throws IOException {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.service.name", "ijepa-server");
    // OTLP over gRPC would need a second HTTP/2 library.
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    // Metrics are for Prometheus, logs for standard error.
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesSupplier(() -> properties)
          // Beside the operator's OTEL_RESOURCE_ATTRIBUTES, which may have another.
          .addResourceCustomizer((resource, config) -> VERSION.merge(resource))
          .addSamplerCustomizer(
              (sampler, config) -> new ClientSampling(sampler, clientCalls, ticker))
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new IOException(
          "tracing can't be set up from the variables OTEL_…: " + Causes.inOneLine(e), e);
    }
  }
}
