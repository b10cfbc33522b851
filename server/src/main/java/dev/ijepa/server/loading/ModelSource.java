package dev.ijepa.server.loading;

import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.server.batching.LoadedModel;
import java.io.IOException;
import java.nio.file.Path;

/** Loads model folders into memory. */
@FunctionalInterface
interface ModelSource {
  /**
   * Loads a model folder. The caller closes the model.
   *
   * @param lanes how many batches run at once, each with its share of the cores
   * @throws ModelException if the folder is no model, or damaged
   */
  LoadedModel load(Path folder, int lanes) throws IOException;
}
