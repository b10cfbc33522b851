package dev.ijepa.models.savedmodel;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.ModelCard;
import dev.ijepa.models.encoder.Parameter;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.tensorflow.Session;

/**
 * Converts a checkpoint to a model folder, a few weights at a time: never two copies of the whole
 * model.
 */
public final class Converter {
  /** Hears how far a conversion is. */
  public interface Progress {
    /**
     * Some weights are done.
     *
     * @param done number of parameters so far
     * @param total number of parameters of the model
     */
    void converted(long done, long total);
  }

  private final TensorFlowRuntime tensorflow;
  private final Precision precision;

  /** Converts in float32. */
  public Converter(TensorFlowRuntime tensorflow) {
    this(tensorflow, Precision.F32);
  }

  /** Converts to the given precision. */
  public Converter(TensorFlowRuntime tensorflow, Precision precision) {
    this.tensorflow = tensorflow;
    this.precision = precision;
  }

  /**
   * Writes a model folder, whole or not at all.
   *
   * @param source where the checkpoint came from, for those who meet the model later
   * @param overwrite whether a folder that is there already is replaced
   * @throws dev.ijepa.models.checkpoint.CheckpointException if the checkpoint can't be used
   * @throws ModelException if the folder is there already, or what was written does not compute the
   *     same
   */
  public ModelManifest convert(
      Checkpoint checkpoint, String source, Path target, boolean overwrite, Progress progress)
      throws IOException {
    try (FolderSwap swap = FolderSwap.prepare(target, overwrite);
        ModelGraph model =
            ModelGraph.build(
                checkpoint.encoder(),
                checkpoint.processor(),
                checkpoint.labels().size(),
                precision)) {
      CheckpointParameters weights = new CheckpointParameters(checkpoint.weights());
      weights.requireComplete(model.parameters());
      SavedModelWriter writer = new SavedModelWriter(model);
      Fingerprint fingerprint =
          new Fingerprint(checkpoint.encoder(), checkpoint.processor(), precision);
      SelfCheck selfCheck;
      try (VariableFeed feed = new VariableFeed(model);
          Session session = tensorflow.open(model.graph());
          Background background = new Background(2, "conversion")) {
        feed.feedAll(session, weights, background, fingerprint, progress);
        // Both only read the variables.
        Future<Path> writing = background.start(() -> writer.write(session, swap.folder()));
        selfCheck = SelfCheck.of(model, checkpoint.processor(), precision, session);
        Background.result(writing);
      }
      ModelManifest manifest = manifest(checkpoint, source, model, fingerprint.finish());
      manifest.write(swap.folder());
      copyCard(checkpoint, swap.folder());
      selfCheck.write(swap.folder());
      selfCheck.require(swap.folder(), tensorflow);
      swap.commit();
      return manifest;
    }
  }

  private ModelManifest manifest(
      Checkpoint checkpoint, String source, ModelGraph model, String fingerprint) {
    ModelCard card = checkpoint.card();
    return new ModelManifest(
        ModelManifest.FORMAT,
        fingerprint,
        precision.toString(),
        model.parameters().stream().mapToLong(Parameter::elementCount).sum(),
        checkpoint.encoder(),
        checkpoint.processor(),
        List.copyOf(checkpoint.labels()),
        checkpoint.headActivation(),
        card.license(),
        card.notice(),
        source);
  }

  private static void copyCard(Checkpoint checkpoint, Path folder) throws IOException {
    for (String name : ModelCard.FILES) {
      Path file = checkpoint.folder().resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, folder.resolve("assets.extra").resolve(name));
      }
    }
  }
}
