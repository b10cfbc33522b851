package dev.ijepa.server.loading;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import java.util.List;
import java.util.Optional;

/**
 * Computes batches with TensorFlow.
 *
 * @param model closed by its owner
 */
public record ModelEngine(FeatureModel model) implements BatchEngine {
  @Override
  public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
    return model.run(inputs, batchSize);
  }

  @Override
  public Optional<BatchEngine> alone() {
    return model.dividesImages() ? Optional.of(model::runDivided) : Optional.empty();
  }
}
