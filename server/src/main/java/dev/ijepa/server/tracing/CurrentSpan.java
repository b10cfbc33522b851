package dev.ijepa.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells the metrics which trace the thread works for, so that they can name it as an exemplar. */
final class CurrentSpan implements SpanContext {
  @Inject
  CurrentSpan() {}

  @Override
  public @Nullable String getCurrentTraceId() {
    var span = Span.current().getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    var span = Span.current().getSpanContext();
    return span.isValid() ? span.getSpanId() : null;
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return Span.current().getSpanContext().isSampled();
  }

  /** Only sampled spans become exemplars: there is nothing to mark. */
  @Override
  public void markCurrentSpanAsExemplar() {}
}
