package dev.ijepa.models.savedmodel;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.Weights;
import dev.ijepa.models.encoder.Parameter;
import dev.ijepa.models.encoder.Parameter.Part;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Path;

/** Tells whether a model folder was made of a checkpoint, or of one with the same encoder. */
public final class CheckpointIdentity {
  private static final String CLASSIFIER = "classifier.";

  private CheckpointIdentity() {}

  /**
   * The fingerprint of the model folder that a conversion of the checkpoint makes. Reads all
   * weights.
   *
   * @throws dev.ijepa.models.checkpoint.CheckpointException if the checkpoint can't be converted
   */
  public static String fingerprint(Checkpoint checkpoint, Precision precision) throws IOException {
    CheckpointParameters weights = new CheckpointParameters(checkpoint.weights());
    Fingerprint fingerprint =
        new Fingerprint(checkpoint.encoder(), checkpoint.processor(), precision);
    try (ModelGraph graph =
        ModelGraph.build(
            checkpoint.encoder(), checkpoint.processor(), checkpoint.labels().size(), precision)) {
      weights.requireComplete(graph.parameters());
      for (Parameter parameter : graph.parameters()) {
        fingerprint.add(parameter, weights.read(parameter));
      }
    }
    return fingerprint.finish();
  }

  /**
   * Whether a model computes the features that the encoder of a checkpoint computes: it has the
   * same weights, configuration and processor. Their classifiers may differ. Reads all weights.
   *
   * @throws ModelException if the folder is no model, or a bf16 model that has a classifier: the
   *     fingerprint covers that, and only float32 variables can be read back
   */
  public static boolean isEncoderOf(
      Checkpoint checkpoint, Path modelFolder, TensorFlowRuntime tensorflow) throws IOException {
    ModelManifest manifest = ModelManifest.read(modelFolder);
    if (!manifest.encoder().equals(checkpoint.encoder())
        || !manifest.processor().equals(checkpoint.processor())) {
      return false;
    }
    if (manifest.isBfloat16() && !manifest.labels().isEmpty()) {
      throw new ModelException(
          modelFolder
              + " is a bf16 model with a classifier of its own, which can't be compared; give the f32 model");
    }
    Precision precision = manifest.isBfloat16() ? Precision.BF16 : Precision.F32;
    Fingerprint fingerprint = new Fingerprint(manifest.encoder(), manifest.processor(), precision);
    ParameterSource weights = new CheckpointParameters(checkpoint.weights());
    try (ModelGraph graph =
            ModelGraph.build(
                manifest.encoder(), manifest.processor(), manifest.labels().size(), precision);
        SavedParameters saved = new SavedParameters(modelFolder, tensorflow)) {
      for (Parameter parameter : graph.parameters()) {
        boolean ofClassifier = parameter.parts().get(0).tensor().startsWith(CLASSIFIER);
        if (!ofClassifier && !has(checkpoint.weights(), parameter)) {
          return false;
        }
        fingerprint.add(parameter, (ofClassifier ? saved : weights).read(parameter));
      }
    }
    return fingerprint.finish().equals(manifest.fingerprint());
  }

  private static boolean has(Weights weights, Parameter parameter) throws IOException {
    for (Part part : parameter.parts()) {
      if (!weights.names().contains(part.tensor())
          || !weights.shape(part.tensor()).equals(part.shape())) {
        return false;
      }
    }
    return true;
  }
}
