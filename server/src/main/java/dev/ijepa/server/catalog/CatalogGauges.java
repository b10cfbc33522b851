package dev.ijepa.server.catalog;

import com.google.common.base.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Shows what each model's lanes do and by which plan, what waits for them, and when the model was
 * loaded.
 */
final class CatalogGauges implements MeterBinder {
  private final ModelCatalog catalog;
  private final Ticker ticker;

  CatalogGauges(ModelCatalog catalog, Ticker ticker) {
    this.catalog = catalog;
    this.ticker = ticker;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ServedModel model : catalog.models()) {
      bind(registry, model.name());
      bindPlan(registry, model.name());
    }
    Gauge.builder("ijepa.memory.bytes", catalog, CatalogGauges::weightBytes)
        .description("Memory of the process by its use")
        .tag("use", "weights")
        .register(registry);
  }

  private void bind(MeterRegistry registry, String model) {
    gauge(
        registry,
        "ijepa.batch.queued",
        "Images that wait for a place in a batch",
        model,
        its -> its.scheduler().queued());
    gauge(
        registry,
        "ijepa.batch.oldest.seconds",
        "How long the first of them has been waiting",
        model,
        its -> seconds(its.scheduler().oldestAge().toNanos()));
    gauge(
        registry,
        "ijepa.lanes",
        "Batches that the model runs at once",
        model,
        its -> its.scheduler().plan().lanes());
    gauge(
        registry,
        "ijepa.lanes.busy",
        "Lanes that run a batch now",
        model,
        its -> its.scheduler().running().size());
    gauge(
        registry,
        "ijepa.model.load.seconds",
        "How long the served version took to load and to warm",
        model,
        its -> seconds(its.loaded().took().toNanos()));
    gauge(
        registry,
        "ijepa.model.age.seconds",
        "How long the served version has been loaded",
        model,
        its -> seconds(ticker.read() - its.loaded().endedNanos()));
  }

  private void bindPlan(MeterRegistry registry, String model) {
    gauge(
        registry,
        "ijepa.plan.doubtful",
        "1 while other work disturbed the measurement of the plan, and it was not made again",
        model,
        its -> its.scheduler().isPlanDoubtful() ? 1 : 0);
    gauge(
        registry,
        "ijepa.plan.batch.items",
        "Items of the largest batch",
        model,
        its -> its.scheduler().plan().maxSize());
    gauge(
        registry,
        "ijepa.plan.images.per.second",
        "Images a second that the plan expects of full lanes",
        model,
        its -> its.scheduler().plan().throughput());
    gauge(
        registry,
        "ijepa.plan.alone.seconds",
        "Time that the plan expects of one image on the cores of all lanes; 0 if none is divided",
        model,
        its -> seconds(its.scheduler().plan().timeAlone().map(Duration::toNanos).orElse(0L)));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Of all versions that are loaded. */
  private static double weightBytes(ModelCatalog catalog) {
    return catalog.versions().stream().mapToDouble(CatalogGauges::weightBytes).sum();
  }

  private static double weightBytes(ServedModel model) {
    int bytes = model.manifest().isBfloat16() ? Short.BYTES : Float.BYTES;
    return (double) model.manifest().parameters() * bytes;
  }

  /** By name, and not the version that is served now: another may take its place. */
  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      String model,
      ToDoubleFunction<ServedModel> value) {
    Gauge.builder(name, catalog, models -> sum(models, model, value))
        .description(description)
        .tag("model", model)
        .register(registry);
  }

  private static double sum(
      ModelCatalog catalog, String model, ToDoubleFunction<ServedModel> value) {
    return catalog.models().stream()
        .filter(served -> served.name().equals(model))
        .mapToDouble(value)
        .sum();
  }
}
