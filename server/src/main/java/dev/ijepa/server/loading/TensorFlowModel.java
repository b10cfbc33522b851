package dev.ijepa.server.loading;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.KnownEmbedding;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.LoadedModel;
import java.util.List;
import java.util.Set;

/**
 * A model that TensorFlow has loaded.
 *
 * @param model closed with this
 */
record TensorFlowModel(FeatureModel model) implements LoadedModel {
  @Override
  public ModelManifest manifest() {
    return model.manifest();
  }

  @Override
  public Set<Output> outputs() {
    return model.outputs();
  }

  @Override
  public List<Long> shape(Output output) {
    return model.shape(output);
  }

  @Override
  public KnownEmbedding known() {
    return model.known();
  }

  @Override
  public boolean wasLoadedFrom(ModelManifest folder) {
    return model.wasLoadedFrom(folder);
  }

  @Override
  public boolean computes(String fingerprint) {
    return fingerprint.equals(model.storedFingerprint()) || LoadedModel.super.computes(fingerprint);
  }

  @Override
  public BatchEngine engine() {
    return new ModelEngine(model);
  }

  @Override
  public void close() {
    model.close();
  }
}
