package dev.ijepa.server.guard;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.item.Refusal;
import dev.ijepa.server.lifecycle.PeriodicTask;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** The messages that all doors receive, under one bound. */
public final class GuardModule extends AbstractModule {
  private static final Duration SLOW = Duration.ofSeconds(1);

  @Override
  protected void configure() {
    bind(Receptions.class).in(Singleton.class);
    bind(Refusals.class).toInstance(new Refusals());
  }

  @ProvidesIntoSet
  PeriodicTask slow(Receptions receptions) {
    return new PeriodicTask("slow", SLOW, receptions::endSlow);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Receptions receptions, Refusals refusals) {
    return registry -> {
      Gauge.builder("ijepa.receiving.bytes", receptions, Receptions::bytes)
          .description("Bytes of messages that have come in part")
          .register(registry);
      for (Refusal refusal : Refusal.values()) {
        FunctionCounter.builder("ijepa.refusals", refusals, its -> its.countOf(refusal))
            .description("Items, messages, calls and connections that were refused, by the bound")
            .tag("reason", refusal.label())
            .register(registry);
      }
    };
  }
}
