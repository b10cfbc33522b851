package dev.ijepa.server;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.savedmodel.Converter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded model in a folder, as an operator would have converted it. */
public final class EmbeddedModelFolder {
  private EmbeddedModelFolder() {}

  /** Converts it into a folder in {@code work}, which it returns. */
  public static Path createIn(Path work) throws IOException {
    return createIn(work, Precision.F32);
  }

  /** As above; in each precision it is another version. */
  public static Path createIn(Path work, Precision precision) throws IOException {
    Path checkpointFolder = Files.createDirectory(work.resolve("checkpoint"));
    EmbeddedCheckpoint.copyTo(checkpointFolder);
    Path folder = work.resolve("model");
    try (Checkpoint checkpoint = Checkpoint.open(checkpointFolder)) {
      new Converter(TensorFlowRuntime.onAllCores(), precision)
          .convert(checkpoint, "embedded", folder, false, (done, total) -> {});
    }
    return folder;
  }
}
