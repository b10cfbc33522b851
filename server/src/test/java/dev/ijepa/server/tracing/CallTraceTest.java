package dev.ijepa.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.Priority;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallTraceTest {
  private final FakeTicker ticker = new FakeTicker();

  @Test
  void ofALongStreamSoManyItemsASecondHaveSpans() {
    CallTrace stream = new CallTrace(Span.getInvalid(), true, 10, ticker, 0);

    assertThat(taken(stream, 1_000)).isEqualTo(10);
    ticker.advance(Duration.ofMillis(900));
    assertThat(taken(stream, 1_000)).isZero();
    ticker.advance(Duration.ofMillis(100));
    assertThat(taken(stream, 1_000)).isEqualTo(10);
  }

  @Test
  void theItemOfASingleCallHasSpansWhateverTheRate() {
    CallTrace call = new CallTrace(Span.getInvalid(), false, 0, ticker, 0);

    assertThat(taken(call, 1)).isEqualTo(1);
  }

  @Test
  void anItemOfACallThatIsNotSampledHasNoObserver() {
    var tracer = TracerProvider.noop().get("test");
    TracedItems items = new TracedItems(tracer, new BatchSpans(tracer));

    assertThat(items.observe("mine", Caller.LOCAL, Priority.BATCH)).isSameAs(ItemObserver.NONE);
  }

  @Test
  void tracingIsOnWhereAVariableNamesAPlaceForTraces() {
    assertThat(isOn(Map.of())).isFalse();
    assertThat(isOn(Map.of("OTEL_SERVICE_NAME", "mine"))).isFalse();
    assertThat(isOn(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"))).isTrue();
    assertThat(isOn(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
    assertThat(isOn(Map.of("OTEL_TRACES_EXPORTER", "none"))).isFalse();
    assertThat(isOn(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "true"))).isFalse();
  }

  private static boolean isOn(Map<String, String> environment) {
    TracingOptions options = new TracingOptions();
    options.environment = environment;
    return options.isOn();
  }

  private static long taken(CallTrace call, int items) {
    return IntStream.range(0, items)
        .filter(
            item -> {
              call.messageReceived();
              return call.takesItem();
            })
        .count();
  }
}
