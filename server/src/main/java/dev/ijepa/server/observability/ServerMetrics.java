package dev.ijepa.server.observability;

import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.pipeline.PipelineListener;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens to items. Labels are the models' names and the reasons of failures: nothing that a
 * client can make more of.
 */
final class ServerMetrics implements PipelineListener, BatchListener.Factory {
  private final MeterRegistry registry;
  private final Map<String, ItemMetrics> models = new ConcurrentHashMap<>();

  @Inject
  ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(ServedModel served, ItemOutcome outcome) {
    if (outcome instanceof ItemOutcome.Computed computed) {
      of(served).count(computed);
    } else if (outcome instanceof ItemOutcome.Failed failed) {
      of(served).count(failed);
    }
  }

  @Override
  public void responded(ServedModel served, long nanos) {
    of(served).responded(nanos);
  }

  private ItemMetrics of(ServedModel served) {
    return models.computeIfAbsent(served.name(), name -> new ItemMetrics(registry, name));
  }

  @Override
  public BatchListener forModel(String name) {
    return new BatchMetrics(registry, name);
  }
}
