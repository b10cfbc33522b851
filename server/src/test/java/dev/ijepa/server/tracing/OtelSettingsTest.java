package dev.ijepa.server.tracing;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OtelSettingsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final FakeTicker ticker = new FakeTicker();

  @Test
  void aClientHasOnlySoManyOfItsCallsTracedASecond() throws IOException {
    try (OpenTelemetrySdk sdk = sdk(Map.of())) {
      assertThat(traced(sdk, client(TraceFlags.getSampled()))).isEqualTo(5);

      ticker.advance(Duration.ofSeconds(1));

      assertThat(traced(sdk, client(TraceFlags.getSampled()))).isEqualTo(5);
    }
  }

  @Test
  void otherCallsAreTheOperatorsSamplers() throws IOException {
    try (OpenTelemetrySdk sdk = sdk(Map.of())) {
      assertThat(traced(sdk, client(TraceFlags.getDefault()))).isZero();
      assertThat(traced(sdk, Context.root())).isEqualTo(100);
    }
    try (OpenTelemetrySdk sdk = sdk(Map.of("OTEL_TRACES_SAMPLER", "always_off"))) {
      assertThat(traced(sdk, client(TraceFlags.getSampled()))).isZero();
    }
  }

  @Test
  void theStepsOfATracedCallAreTracedWithIt() throws IOException {
    try (OpenTelemetrySdk sdk = sdk(Map.of())) {
      Span call = span(sdk, client(TraceFlags.getSampled()));

      assertThat(traced(sdk, Context.root().with(call))).isEqualTo(100);
    }
  }

  @Test
  void theOperatorsAttributesComeBesideTheVersion() throws IOException {
    try (OpenTelemetrySdk sdk = sdk(Map.of("OTEL_RESOURCE_ATTRIBUTES", "zone=a"))) {
      Resource resource = ((ReadableSpan) span(sdk, Context.root())).toSpanData().getResource();

      assertThat(resource.getAttribute(stringKey("zone"))).isEqualTo("a");
      assertThat(resource.getAttribute(stringKey("service.version"))).isNotEmpty();
      assertThat(resource.getAttribute(stringKey("service.name"))).isEqualTo("ijepa-server");
    }
  }

  private OpenTelemetrySdk sdk(Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OTEL_TRACES_EXPORTER", "none");
    return OtelSettings.sdk(environment, 5, ticker);
  }

  /** How many of a hundred calls are. */
  private static long traced(OpenTelemetrySdk sdk, Context parent) {
    return IntStream.range(0, 100).filter(i -> span(sdk, parent).isRecording()).count();
  }

  private static Span span(OpenTelemetrySdk sdk, Context parent) {
    return sdk.getTracer("test").spanBuilder("call").setParent(parent).startSpan();
  }

  private static Context client(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(TRACE, SPAN, flags, TraceState.getDefault())));
  }
}
