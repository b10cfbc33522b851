package dev.ijepa.server.observability;

import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows what is running: the build, and the version of each model. Such a metric is always 1; its
 * labels are what it says. Micrometer has none of the kind.
 */
final class Infos {
  private Infos() {}

  /** Shows the build from now on. */
  static void showBuild(PrometheusRegistry registry) {
    Labels labels = Labels.of("version", BuildVersion.text(), "java", Runtime.version().toString());
    show(
        registry,
        "ijepa_build",
        "What the server was built as, and what it runs on",
        () -> List.of(labels));
  }

  /** Shows the versions that are served from now on; each scrape asks for them. */
  static void showModels(PrometheusRegistry registry, ModelCatalog catalog) {
    show(
        registry,
        "ijepa_model",
        "The version of each model that is served",
        () -> catalog.models().stream().map(Infos::labels).toList());
  }

  private static Labels labels(ServedModel model) {
    return Labels.of(
        "model", model.name(),
        "version", model.version(),
        "precision", model.manifest().precision().toString());
  }

  private static void show(
      PrometheusRegistry registry, String name, String help, Supplier<List<Labels>> labels) {
    registry.register(
        new Collector() {
          @Override
          public MetricSnapshot collect() {
            InfoSnapshot.Builder info = InfoSnapshot.builder().name(name).help(help);
            labels
                .get()
                .forEach(
                    its -> info.dataPoint(InfoDataPointSnapshot.builder().labels(its).build()));
            return info.build();
          }
        });
  }
}
