package dev.ijepa.server.catalog;

import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchScheduler;

/**
 * A model that is loaded, warm, and ready for items. Its owner, the catalog, closes it.
 *
 * @param name that requests call it by
 * @param version that it is served as
 * @param model what computes
 * @param scheduler makes batches for it
 */
public record ServedModel(String name, String version, FeatureModel model, BatchScheduler scheduler)
    implements AutoCloseable {
  public ModelManifest manifest() {
    return model.manifest();
  }

  /** Whether it can classify. */
  public boolean hasHead() {
    return !manifest().labels().isEmpty();
  }

  @Override
  public void close() {
    scheduler.close();
    model.close();
  }
}
