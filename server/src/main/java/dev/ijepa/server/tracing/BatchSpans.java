package dev.ijepa.server.tracing;

import dev.ijepa.server.item.BatchRun;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A span for each run of a batch that has a traced item. It is a child of the first of them, whose
 * trace is sampled, and has a link to each of the others.
 */
final class BatchSpans {
  private static final String NAME = "batch.run";

  private final Tracer tracer;
  private final Map<BatchRun, Span> running = new ConcurrentHashMap<>();

  @Inject
  BatchSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * A traced item joins a run.
   *
   * @return the span of the run
   */
  SpanContext joined(BatchRun batch, Context item, long epochNanos) {
    Span span = running.computeIfAbsent(batch, run -> begin(run, item, epochNanos));
    span.addLink(Span.fromContext(item).getSpanContext());
    return span.getSpanContext();
  }

  private Span begin(BatchRun batch, Context item, long epochNanos) {
    return tracer
        .spanBuilder(NAME)
        .setParent(item)
        .setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS)
        .setAttribute(SpanAttributes.BATCH_ITEMS, (long) batch.items())
        .setAttribute(SpanAttributes.BATCH_SIZE, (long) batch.size())
        .startSpan();
  }

  /** A run has ended; only the first item that says so is heard. */
  void left(BatchRun batch, long epochNanos) {
    Span span = running.remove(batch);
    if (span != null) {
      span.end(epochNanos, TimeUnit.NANOSECONDS);
    }
  }
}
