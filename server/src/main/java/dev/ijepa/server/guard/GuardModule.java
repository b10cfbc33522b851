package dev.ijepa.server.guard;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.lifecycle.PeriodicTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The messages that all doors receive, under one bound. */
public final class GuardModule extends AbstractModule {
  private static final Duration SLOW = Duration.ofSeconds(1);

  @Override
  protected void configure() {
    bind(Receptions.class).in(Singleton.class);
  }

  @ProvidesIntoSet
  PeriodicTask slow(Receptions receptions) {
    return new PeriodicTask("slow", SLOW, receptions::endSlow);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Receptions receptions) {
    return registry ->
        Gauge.builder("ijepa.receiving.bytes", receptions, Receptions::bytes)
            .description("Bytes of messages that have come in part")
            .register(registry);
  }
}
