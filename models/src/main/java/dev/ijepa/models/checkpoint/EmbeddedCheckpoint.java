package dev.ijepa.models.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small I-JEPA checkpoint that comes with this project, trained on handwritten digits. */
public final class EmbeddedCheckpoint {
  /** The name it is served under, and its source in manifests. */
  public static final String NAME = "embedded";

  private static final String RESOURCES = "/dev/ijepa/models/embedded/";
  private static final List<String> FILES =
      List.of(EncoderConfig.FILE, ProcessorConfig.FILE, ModelCard.FILE, "model.safetensors");

  private EmbeddedCheckpoint() {}

  /** Writes the checkpoint's files into a folder that exists. */
  public static void copyTo(Path folder) throws IOException {
    for (String name : FILES) {
      try (InputStream file = EmbeddedCheckpoint.class.getResourceAsStream(RESOURCES + name)) {
        if (file == null) {
          throw new CheckpointException("this build lacks the embedded checkpoint's " + name);
        }
        Files.copy(file, folder.resolve(name));
      }
    }
  }
}
