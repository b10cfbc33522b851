package dev.ijepa.server.memory;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Shows what memory the process may have. */
public final class MemoryModule extends AbstractModule {
  private final MemoryOptions options;

  public MemoryModule(MemoryOptions options) {
    this.options = options;
  }

  /** Asks at each scrape: the limit of a running container can be changed. */
  @ProvidesIntoSet
  MeterBinder limit() {
    return registry ->
        Gauge.builder("ijepa.process.memory.limit.bytes", options, MemoryModule::limit)
            .description("The most memory that the process may have, its heap included")
            .register(registry);
  }

  private static double limit(MemoryOptions options) {
    return options.limit().stream().asDoubleStream().findFirst().orElse(Double.NaN);
  }
}
