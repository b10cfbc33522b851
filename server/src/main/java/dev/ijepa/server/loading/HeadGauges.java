package dev.ijepa.server.loading;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Shows what attached heads take of the heap. */
final class HeadGauges implements MeterBinder {
  private final HeadBudget budget;

  HeadGauges(HeadBudget budget) {
    this.budget = budget;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ijepa.heads.bytes", budget, HeadBudget::used)
        .description("Bytes of attached heads")
        .register(registry);
    Gauge.builder("ijepa.heads.bytes.limit", budget, HeadBudget::limit)
        .description("The most bytes of attached heads")
        .register(registry);
  }
}
