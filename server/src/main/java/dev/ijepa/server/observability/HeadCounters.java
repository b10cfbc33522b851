package dev.ijepa.server.observability;

import dev.ijepa.server.catalog.DistanceCounts;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * Shows how far the images are that each head classifies. A scrape asks the heads that are served
 * then, so a head that is taken off leaves no series behind.
 */
final class HeadCounters {
  private static final String BEYOND = "beyond";

  private HeadCounters() {}

  /** What is counted of a head. */
  private interface Counts {
    void addTo(CounterSnapshot.Builder counters, Labels head, ServedHead served);
  }

  /** Shows the counts from now on. */
  static void show(PrometheusRegistry registry, ModelCatalog catalog) {
    show(
        registry,
        catalog,
        "ijepa_head_distances",
        "Images by the decile of the held-out images' distances that theirs is in",
        (counters, labels, head) -> {
          for (int decile = 0; decile < DistanceCounts.COUNTS; decile++) {
            String name =
                decile == DistanceCounts.COUNTS - 1 ? BEYOND : Integer.toString(decile + 1);
            add(counters, labels.add("decile", name), head.counts().of(decile));
          }
        });
    show(
        registry,
        catalog,
        "ijepa_head_rejected",
        "Images that a head has rejected as none of its classes",
        (counters, labels, head) -> add(counters, labels, head.counts().rejected()));
  }

  private static void add(CounterSnapshot.Builder counters, Labels labels, long count) {
    counters.dataPoint(
        CounterDataPointSnapshot.builder().labels(labels).value((double) count).build());
  }

  private static void show(
      PrometheusRegistry registry, ModelCatalog catalog, String name, String help, Counts counts) {
    registry.register(
        new Collector() {
          @Override
          public MetricSnapshot collect() {
            CounterSnapshot.Builder counters = CounterSnapshot.builder().name(name).help(help);
            for (ServedModel model : catalog.models()) {
              for (ServedHead head : model.heads()) {
                if (head.knowsDistance()) {
                  counts.addTo(
                      counters, Labels.of("model", model.name(), "head", head.name()), head);
                }
              }
            }
            return counters.build();
          }
        });
  }
}
