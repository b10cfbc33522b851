package dev.ijepa.server.tracing;

import com.google.common.base.Ticker;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Begins a span for each call, as a child of the client's span. A call that is not sampled passes
 * untouched, and so do its items.
 */
final class TracedCalls implements ServerInterceptor {
  /** Health checks and reflection would be most of all traces. */
  private static final String SERVICES_OF_GRPC = "grpc.";

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final int streamItems;
  private final Ticker ticker;
  private final InstantSource clock;

  TracedCalls(
      Tracer tracer,
      TextMapPropagator propagator,
      int streamItems,
      Ticker ticker,
      InstantSource clock) {
    this.tracer = tracer;
    this.propagator = propagator;
    this.streamItems = streamItems;
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    MethodDescriptor<?, ?> method = call.getMethodDescriptor();
    if (method.getFullMethodName().startsWith(SERVICES_OF_GRPC)) {
      return next.startCall(call, headers);
    }
    long now = EpochNanos.now(clock);
    Span span = span(call, propagator.extract(Context.root(), headers, HeaderGetter.INSTANCE), now);
    if (!span.isRecording()) {
      return next.startCall(call, headers);
    }
    boolean isStream = !method.getType().clientSendsOneMessage();
    CallTrace trace = new CallTrace(span, isStream, streamItems, ticker, now);
    Context context = trace.in(Context.root());
    ServerCall.Listener<RequestT> handler =
        context.wrapSupplier(() -> next.startCall(new TracedCall<>(call, span), headers)).get();
    return new TracedListener<>(handler, context, trace);
  }

  private Span span(ServerCall<?, ?> call, Context parent, long startEpochNanos) {
    String method = call.getMethodDescriptor().getFullMethodName();
    SpanBuilder builder =
        tracer
            .spanBuilder(method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
            .setAttribute(SpanAttributes.RPC_SYSTEM, "grpc")
            .setAttribute(SpanAttributes.RPC_METHOD, method);
    SpanAttributes.setPeer(builder, call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    return builder.startSpan();
  }

  /** Notes how the call ends. */
  private static final class TracedCall<RequestT, ResponseT>
      extends SimpleForwardingServerCall<RequestT, ResponseT> {
    private final Span span;

    TracedCall(ServerCall<RequestT, ResponseT> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      span.setAttribute(SpanAttributes.RPC_STATUS, status.getCode().name());
      if (ServerFaults.has(status.getCode())) {
        span.setAttribute(SpanAttributes.ERROR, status.getCode().name());
        span.setStatus(StatusCode.ERROR);
      }
      super.close(status, trailers);
    }
  }
}
