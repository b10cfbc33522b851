package dev.ijepa.server.tracing;

import com.google.common.base.Ticker;
import dev.ijepa.server.http.FinishedRequest;
import dev.ijepa.server.http.RequestHead;
import dev.ijepa.server.http.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Begins a span for each request of HTTP, as a child of the client's span. A request that is not
 * sampled passes untouched, and so do its items.
 *
 * <p>Source: OpenTelemetry's semantic conventions for HTTP, spans of servers.
 */
final class TracedRequests implements RequestTrace.Factory {
  /** Probes would be most of all traces. */
  private static final String HEALTH = "/v2/health/";

  /** Others are a stranger's words. */
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final Ticker ticker;
  private final InstantSource clock;

  TracedRequests(Tracer tracer, TextMapPropagator propagator, Ticker ticker, InstantSource clock) {
    this.tracer = tracer;
    this.propagator = propagator;
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public RequestTrace begin(RequestHead request) {
    if (request.route().startsWith(HEALTH)) {
      return RequestTrace.NONE;
    }
    long now = EpochNanos.now(clock);
    Span span = span(request, now);
    return span.isRecording() ? new Traced(span, now) : RequestTrace.NONE;
  }

  private Span span(RequestHead request, long startEpochNanos) {
    boolean isKnown = METHODS.contains(request.method());
    SpanBuilder builder =
        tracer
            .spanBuilder((isKnown ? request.method() : "HTTP") + " " + request.route())
            .setParent(propagator.extract(Context.root(), request, RequestHeadGetter.INSTANCE))
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
            .setAttribute(SpanAttributes.HTTP_METHOD, isKnown ? request.method() : "_OTHER")
            .setAttribute(SpanAttributes.HTTP_ROUTE, request.route());
    SpanAttributes.setPeer(builder, request.peer());
    return builder.startSpan();
  }

  /** A request that is sampled. */
  private final class Traced implements RequestTrace {
    private static final int SERVERS_OWN = 500;

    private final Span span;
    private final CallTrace call;
    private final Context context;

    Traced(Span span, long startEpochNanos) {
      this.span = span;
      this.call = new CallTrace(span, false, 0, ticker, startEpochNanos);
      this.context = call.in(Context.root());
    }

    @Override
    public void within(Runnable work) {
      context.wrap(work).run();
    }

    @Override
    public void ended(FinishedRequest request) {
      span.setAttribute(SpanAttributes.HTTP_STATUS, (long) request.status());
      if (request.status() >= SERVERS_OWN) {
        span.setAttribute(SpanAttributes.ERROR, Integer.toString(request.status()));
        span.setStatus(StatusCode.ERROR);
      }
      call.end();
    }
  }
}
