package dev.ijepa.server.batching;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import java.util.List;
import java.util.Optional;

/** What computes batches: a loaded model, or a stand-in for it in tests. */
@FunctionalInterface
public interface BatchEngine {
  /**
   * Computes a batch. Throws anything if it can't.
   *
   * @param inputs at least one
   * @param batchSize the size that the device is run with, at least as many as there are inputs
   * @return the outputs that each input asks for
   */
  List<ImageOutputs> run(List<ModelInput> inputs, int batchSize);

  /**
   * What computes the same sooner while nothing else runs, on the cores of all lanes. Empty if
   * there is nothing like it.
   */
  default Optional<BatchEngine> alone() {
    return Optional.empty();
  }

  /** Chooses the engines of models. A test may put another engine in front of a model's own. */
  @FunctionalInterface
  interface Factory {
    /** Returns the engine that computes the batches of a model. */
    BatchEngine of(LoadedModel model);
  }
}
