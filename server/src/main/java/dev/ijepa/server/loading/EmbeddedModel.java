package dev.ijepa.server.loading;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.savedmodel.Converter;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.Resources;
import dev.ijepa.server.lifecycle.TemporaryFolder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that is served where the operator names none: small, trained on handwritten digits. */
final class EmbeddedModel {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedModel.class);

  /** Names the folder of the model, if a distribution has converted it already. */
  private static final String CONVERTED = "ijepa.embedded.model";

  private final ModelLoader loader;
  private final TensorFlowRuntime tensorflow;
  private final Resources resources;

  @Inject
  EmbeddedModel(ModelLoader loader, TensorFlowRuntime tensorflow, Resources resources) {
    this.resources = resources;
    this.loader = loader;
    this.tensorflow = tensorflow;
  }

  /**
   * Loads it; if there is no converted one, converts it before, and leaves nothing on the disk.
   *
   * @throws IOException if it can't be converted, for example because no file can be written
   */
  ServedModel load(String name) throws IOException {
    log.info(
        "No model was named: serving the embedded one, a small I-JEPA trained on handwritten digits");
    String converted = System.getProperty(CONVERTED);
    return converted == null ? convertAndLoad(name) : loader.load(name, Path.of(converted));
  }

  private ServedModel convertAndLoad(String name) throws IOException {
    // The process may be told to stop meanwhile.
    try (TemporaryFolder work =
        resources.add(ClosePhase.FILES, TemporaryFolder.create("ijepa-embedded-"))) {
      Path checkpointFolder = Files.createDirectory(work.path().resolve("checkpoint"));
      EmbeddedCheckpoint.copyTo(checkpointFolder);
      Path modelFolder = work.path().resolve("model");
      try (Checkpoint checkpoint = Checkpoint.open(checkpointFolder)) {
        new Converter(tensorflow)
            .convert(checkpoint, EmbeddedCheckpoint.NAME, modelFolder, false, (done, total) -> {});
      }
      return loader.load(name, modelFolder);
    }
  }
}
