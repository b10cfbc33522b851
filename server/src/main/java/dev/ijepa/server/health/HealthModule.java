package dev.ijepa.server.health;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.lifecycle.PeriodicTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;

/** How the server watches itself. */
public final class HealthModule extends AbstractModule {
  /** EX_SOFTWARE of sysexits: an internal error. */
  private static final int EXIT_CODE = 70;

  private static final Duration WATCH = Duration.ofMillis(500);

  private final HealthOptions options;

  public HealthModule(HealthOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(HealthOptions.class).toInstance(options);
    bind(ServerHealth.class).in(Singleton.class);
    bind(CanaryCheck.class);
    bind(Watchdog.class);
    // Not exit: that would wait for a drain, which would wait for what hangs.
    bind(Watchdog.Exit.class).toInstance(reason -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  @ProvidesIntoSet
  PeriodicTask watchdog(Watchdog watchdog) {
    return new PeriodicTask("watchdog", WATCH, watchdog::check);
  }

  @ProvidesIntoSet
  PeriodicTask canary(CanaryCheck canaries) {
    return new PeriodicTask("canary", options.canaryInterval, canaries::check);
  }

  @ProvidesIntoSet
  MeterBinder gauges(ServerHealth health, ModelCatalog catalog) {
    return registry -> {
      Gauge.builder("ijepa.healthy", health, its -> its.isHealthy() ? 1 : 0)
          .description("Whether every model computes: 1, or 0")
          .register(registry);
      for (ServedModel model : catalog.models()) {
        for (Fault fault : Fault.values()) {
          Gauge.builder("ijepa.model.fault", health, its -> its.has(model.name(), fault) ? 1 : 0)
              .description("Whether the model has the fault: 1, or 0")
              .tag("model", model.name())
              .tag("fault", fault.name().toLowerCase(Locale.ROOT))
              .register(registry);
        }
      }
    };
  }
}
