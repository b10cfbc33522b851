package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A conversion in a process of its own, which is told to end. */
@Timeout(60)
class InterruptedConversionTest {
  /** Of a process that SIGTERM has ended. */
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  @TempDir private Path folder;

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    EmbeddedCheckpoint.copyTo(checkpoint);
    Path model = Files.createDirectory(folder.resolve("models")).resolve("model");
    Process conversion =
        new ProcessBuilder(
                ServerProcess.command("convert", checkpoint.toString(), model.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Eventually.holds("it writes", () -> !written(model.getParent()).isEmpty());

      conversion.destroy();

      assertThat(conversion.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(written(model.getParent())).isEmpty();
    } finally {
      conversion.destroyForcibly();
    }
  }

  private static List<Path> written(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
