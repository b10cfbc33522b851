package dev.ijepa.server.catalog;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.savedmodel.Converter;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that is served where the operator names none: small, trained on handwritten digits. */
final class EmbeddedModel {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedModel.class);

  private final ModelLoader loader;
  private final TensorFlowRuntime tensorflow;

  @Inject
  EmbeddedModel(ModelLoader loader, TensorFlowRuntime tensorflow) {
    this.loader = loader;
    this.tensorflow = tensorflow;
  }

  /** Converts and loads it; nothing stays on the disk. */
  ServedModel load(String name) throws IOException {
    log.info(
        "No model was named: serving the embedded one, a small I-JEPA trained on handwritten digits");
    Path work = Files.createTempDirectory("ijepa-embedded-");
    try {
      Path checkpointFolder = Files.createDirectory(work.resolve("checkpoint"));
      EmbeddedCheckpoint.copyTo(checkpointFolder);
      Path modelFolder = work.resolve("model");
      try (Checkpoint checkpoint = Checkpoint.open(checkpointFolder)) {
        new Converter(tensorflow)
            .convert(checkpoint, EmbeddedCheckpoint.NAME, modelFolder, false, (done, total) -> {});
      }
      return loader.load(name, modelFolder);
    } finally {
      MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
