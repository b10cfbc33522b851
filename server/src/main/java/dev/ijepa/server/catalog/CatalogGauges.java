package dev.ijepa.server.catalog;

import dev.ijepa.server.batching.BatchScheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows how many images wait for each model's lanes, for how long, and by which plan they run. */
final class CatalogGauges implements MeterBinder {
  private final ModelCatalog catalog;

  CatalogGauges(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ServedModel model : catalog.models()) {
      gauge(
          registry,
          "ijepa.batch.queued",
          "Images that wait for a place in a batch",
          model.name(),
          BatchScheduler::queued);
      gauge(
          registry,
          "ijepa.batch.oldest.seconds",
          "How long the first of them has been waiting",
          model.name(),
          lanes -> lanes.oldestAge().toNanos() / 1e9);
      gauge(
          registry,
          "ijepa.plan.doubtful",
          "1 while other work disturbed the measurement of the plan, and it was not made again",
          model.name(),
          lanes -> lanes.isPlanDoubtful() ? 1 : 0);
      gauge(
          registry,
          "ijepa.plan.lanes",
          "Batches that run at once",
          model.name(),
          lanes -> lanes.plan().lanes());
      gauge(
          registry,
          "ijepa.plan.batch.items",
          "Items of the largest batch",
          model.name(),
          lanes -> lanes.plan().maxSize());
      gauge(
          registry,
          "ijepa.plan.images.per.second",
          "Images a second that the plan expects of full lanes",
          model.name(),
          lanes -> lanes.plan().throughput());
      gauge(
          registry,
          "ijepa.plan.alone.seconds",
          "Time that the plan expects of one image on the cores of all lanes; 0 if none is divided",
          model.name(),
          lanes -> lanes.plan().timeAlone().map(time -> time.toNanos() / 1e9).orElse(0.0));
    }
  }

  /** By name, and not the version that is served now: another may take its place. */
  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      String model,
      ToDoubleFunction<BatchScheduler> value) {
    Gauge.builder(name, catalog, models -> sum(models, model, value))
        .description(description)
        .tag("model", model)
        .register(registry);
  }

  private static double sum(
      ModelCatalog catalog, String model, ToDoubleFunction<BatchScheduler> value) {
    return catalog.models().stream()
        .filter(served -> served.name().equals(model))
        .map(ServedModel::scheduler)
        .mapToDouble(value)
        .sum();
  }
}
