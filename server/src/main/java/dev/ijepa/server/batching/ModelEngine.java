package dev.ijepa.server.batching;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import java.util.List;
import java.util.Optional;

/**
 * A loaded model.
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
