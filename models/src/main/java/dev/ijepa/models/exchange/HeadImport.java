package dev.ijepa.models.exchange;

import dev.ijepa.models.Hashes;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.LinearWeights;
import dev.ijepa.models.savedmodel.CheckpointIdentity;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Takes the classifier out of a checkpoint of transformers' IJepaForImageClassification. */
public final class HeadImport {
  private static final String WEIGHT = "classifier.weight";
  private static final String BIAS = "classifier.bias";

  private HeadImport() {}

  /**
   * Makes a head for a model folder.
   *
   * @param checkpoint an encoder with a classifier
   * @param modelFolder a model with the same encoder, which the head will serve
   * @throws CheckpointException if the checkpoint has no classifier, or another encoder
   */
  public static Head read(Checkpoint checkpoint, Path modelFolder, TensorFlowRuntime tensorflow)
      throws IOException {
    if (checkpoint.labels().isEmpty()) {
      throw new CheckpointException(
          "%s has no classifier: its weights have no %s".formatted(checkpoint.folder(), WEIGHT));
    }
    requireDistinct(checkpoint);
    LinearWeights weights = weights(checkpoint);
    if (!CheckpointIdentity.isEncoderOf(checkpoint, modelFolder, tensorflow)) {
      throw new CheckpointException(
          "the encoder of %s is not that of %s: weights, configuration or processor differ. Convert the checkpoint, and serve that"
              .formatted(checkpoint.folder(), modelFolder));
    }
    return new Head(manifest(checkpoint, ModelManifest.read(modelFolder)), weights);
  }

  /** A head is trained on labels and judged by them, so that each is one class. */
  private static void requireDistinct(Checkpoint checkpoint) throws CheckpointException {
    Map<String, Integer> classes = new HashMap<>();
    for (int k = 0; k < checkpoint.labels().size(); k++) {
      Integer earlier = classes.putIfAbsent(checkpoint.labels().get(k), k);
      if (earlier != null) {
        throw new CheckpointException(
            "the classes %d and %d of %s have the same label, '%s': give each class its own label in config.json (id2label)"
                .formatted(earlier, k, checkpoint.folder(), checkpoint.labels().get(k)));
      }
    }
  }

  private static LinearWeights weights(Checkpoint checkpoint) throws IOException {
    float[] weights = floats(checkpoint, WEIGHT);
    float[] bias = floats(checkpoint, BIAS);
    int classes = checkpoint.labels().size();
    int columns = checkpoint.encoder().hiddenSize();
    if (bias.length != classes || weights.length != (long) classes * columns) {
      throw new CheckpointException(
          "%s is %s and %s is %s, but there are %d labels, and %d features"
              .formatted(
                  WEIGHT,
                  checkpoint.weights().shape(WEIGHT),
                  BIAS,
                  checkpoint.weights().shape(BIAS),
                  classes,
                  columns));
    }
    return new LinearWeights(classes, columns, weights, bias);
  }

  private static float[] floats(Checkpoint checkpoint, String tensor) throws IOException {
    ByteBuffer bytes = checkpoint.weights().readFloats(tensor);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** Nothing is known of how it was trained, or how good it is. */
  private static HeadManifest manifest(Checkpoint checkpoint, ModelManifest model) {
    return new HeadManifest(
        HeadManifest.FORMAT,
        model.fingerprint(),
        Output.EMBEDDING,
        checkpoint.labels(),
        checkpoint.headActivation(),
        1,
        Map.of(),
        0,
        Hashes.sha256(),
        checkpoint.card().license(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
