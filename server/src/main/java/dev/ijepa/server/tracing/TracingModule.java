package dev.ijepa.server.tracing;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.ijepa.server.http.RequestTrace;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.Resources;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Traces of calls, items and batches, if the environment asks for them. */
public final class TracingModule extends AbstractModule {
  private static final String NAME = "dev.ijepa.server";
  private static final int LAST_SPANS_SECONDS = 5;

  private final TracingOptions options;

  public TracingModule(TracingOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    if (!options.isOn()) {
      return;
    }
    bind(BatchSpans.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), ItemObserver.Factory.class)
        .addBinding()
        .to(TracedItems.class);
    bind(TracedItems.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), ServerInterceptor.class).addBinding().to(TracedCalls.class);
    OptionalBinder.newOptionalBinder(binder(), RequestTrace.Factory.class)
        .setBinding()
        .to(TracedRequests.class);
    OptionalBinder.newOptionalBinder(binder(), SpanContext.class)
        .setBinding()
        .to(CurrentSpan.class);
    bind(CurrentSpan.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  @SuppressWarnings("CloseableProvides") // The server's resources close it.
  OpenTelemetrySdk sdk(Resources resources, Ticker ticker) throws IOException {
    OpenTelemetrySdk sdk = OtelSettings.sdk(options.environment, options.traceClientCalls, ticker);
    resources.add(
        ClosePhase.ADMIN, () -> sdk.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS));
    return sdk;
  }

  @Provides
  @Singleton
  Tracer tracer(OpenTelemetrySdk sdk) {
    return sdk.getTracer(NAME);
  }

  @Provides
  @Singleton
  TracedCalls calls(OpenTelemetrySdk sdk, Tracer tracer, Ticker ticker) {
    TextMapPropagator propagator = sdk.getPropagators().getTextMapPropagator();
    return new TracedCalls(
        tracer, propagator, options.traceStreamItems, ticker, InstantSource.system());
  }

  @Provides
  @Singleton
  TracedRequests requests(OpenTelemetrySdk sdk, Tracer tracer, Ticker ticker) {
    TextMapPropagator propagator = sdk.getPropagators().getTextMapPropagator();
    return new TracedRequests(tracer, propagator, ticker, InstantSource.system());
  }
}
