package dev.ijepa.ops.head;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.savedmodel.Converter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The embedded checkpoint and its model as folders, until they are closed. */
final class EmbeddedFiles implements AutoCloseable {
  private @Nullable Path folder;

  /** The checkpoint. */
  Path checkpoint() throws IOException {
    Path checkpoint = Files.createDirectory(folder().resolve("checkpoint"));
    EmbeddedCheckpoint.copyTo(checkpoint);
    return checkpoint;
  }

  /** The model that it is converted to. */
  Path model() throws IOException {
    Path model = folder().resolve("model");
    try (Checkpoint checkpoint = Checkpoint.open(checkpoint())) {
      new Converter(TensorFlowRuntime.onAllCores())
          .convert(checkpoint, EmbeddedCheckpoint.NAME, model, false, (done, total) -> {});
    }
    return model;
  }

  private Path folder() throws IOException {
    Path made = folder == null ? Files.createTempDirectory("ijepa-embedded") : folder;
    folder = made;
    return made;
  }

  @Override
  public void close() throws IOException {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
