package dev.ijepa.server.http;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.session.Door;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The HTTP port. Other modules contribute its routes. */
public final class HttpModule extends AbstractModule {
  private static final Duration OVERDUE = Duration.ofSeconds(1);

  private final HttpOptions options;

  public HttpModule(HttpOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(HttpOptions.class).toInstance(options);
    bind(Router.class).in(Singleton.class);
    bind(Exchanges.class).in(Singleton.class);
    bind(ExchangeHandler.class);
    bind(HttpListener.class);
    bind(ServingState.class).in(Singleton.class);
    bind(HttpServer.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Route.class);
    OptionalBinder.newOptionalBinder(binder(), RequestTrace.Factory.class);
    Multibinder.newSetBinder(binder(), Door.class).addBinding().to(HttpServer.class);
    Multibinder.newSetBinder(binder(), RequestObserver.class).addBinding().to(HttpMetrics.class);
  }

  @Provides
  @Singleton
  Connections connections(Refusals refusals, Ticker ticker) {
    return new Connections(options, refusals, ticker);
  }

  @ProvidesIntoSet
  PeriodicTask overdue(Exchanges exchanges) {
    return new PeriodicTask("http-overdue", OVERDUE, exchanges::endOverdue);
  }

  @ProvidesIntoSet
  PeriodicTask idle(Connections connections) {
    return new PeriodicTask("http-idle", OVERDUE, connections::closeIdle);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Connections connections) {
    return registry ->
        Gauge.builder("ijepa.http.connections.open", connections, Connections::count)
            .description("Connections to the HTTP port that are open")
            .register(registry);
  }
}
