package dev.ijepa.server.inference;

import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counts of each model, by its name. */
final class InferenceStatistics {
  private final InstantSource clock;
  private final Map<String, ModelCounts> models = new ConcurrentHashMap<>();

  @Inject
  InferenceStatistics(InstantSource clock) {
    this.clock = clock;
  }

  /** Those of a model that is served. */
  ModelCounts of(String model) {
    return models.computeIfAbsent(model, name -> new ModelCounts(clock));
  }
}
