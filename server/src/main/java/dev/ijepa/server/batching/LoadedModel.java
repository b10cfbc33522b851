package dev.ijepa.server.batching;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.KnownEmbedding;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.util.List;
import java.util.Set;

/**
 * A model in memory: what it is, and the engine that computes it. The rooms see no more of a model
 * than this, so that their tests need no TensorFlow. Its owner closes it.
 */
public interface LoadedModel extends AutoCloseable {
  /** Describes the model as it is computed: its precision may differ from the folder's. */
  ModelManifest manifest();

  /** The outputs that this model has. */
  Set<Output> outputs();

  /**
   * The shape of an output for one image.
   *
   * @throws IllegalArgumentException if the model does not have this output
   */
  List<Long> shape(Output output);

  /** An image and its embedding, known since the conversion. */
  KnownEmbedding known();

  /**
   * Whether a folder holds what this model was loaded from.
   *
   * @param folder the manifest of the folder
   */
  boolean wasLoadedFrom(ModelManifest folder);

  /**
   * Whether this model computes the features of a model folder, exactly or in another precision.
   *
   * @param fingerprint of the folder
   */
  default boolean computes(String fingerprint) {
    return fingerprint.equals(manifest().fingerprint());
  }

  /** Computes batches until the model is closed. */
  BatchEngine engine();

  /** Releases the model's memory. No batch may be running. */
  @Override
  void close();
}
