package dev.ijepa.server.session;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.features.FeatureCore;
import dev.ijepa.server.lifecycle.PeriodicTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The core, and the calls that use it. */
public final class SessionModule extends AbstractModule {
  private static final Duration STALLED = Duration.ofSeconds(1);

  private final SessionOptions options;

  public SessionModule(SessionOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(SessionOptions.class).toInstance(options);
    bind(FeatureCore.class).in(Singleton.class);
    bind(Sessions.class).in(Singleton.class);
    bind(Doors.class).in(Singleton.class);
    Multibinder.newSetBinder(binder(), Door.class);
  }

  @ProvidesIntoSet
  PeriodicTask stalled(Sessions sessions) {
    return new PeriodicTask("stalled", STALLED, sessions::endStalled);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Sessions sessions) {
    return registry ->
        Gauge.builder("ijepa.streams.open", sessions, Sessions::openStreams)
            .description("Streams of requests that are open: Embed, Classify and ModelStreamInfer")
            .register(registry);
  }
}
