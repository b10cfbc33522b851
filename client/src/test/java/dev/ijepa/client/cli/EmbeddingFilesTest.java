package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.FakeServer;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddingFilesTest {
  @Test
  void noLineIsWrittenBeforeTheHeaderNamesItsRow(@TempDir Path folder) throws IOException {
    Embedding cat = cat();
    EmbeddingKind kind =
        new EmbeddingKind(cat.model(), EmbedOutput.EMBEDDING, ElementType.F32, false);
    EmbeddingPaths paths = EmbeddingPaths.of(folder.resolve("out"));
    String longName = "x".repeat(1000);

    try (EmbeddingFiles files = EmbeddingFiles.open(paths, kind, false)) {
      for (int i = 0; i < 255; i++) {
        files.accept(new Result.Ok<>(i, longName + i, cat));
      }
      // What a process leaves that is killed now.
      assertThat(NpyFile.read(paths.rows()).header()).contains("(0, 8,)");
      assertThat(Files.readAllLines(paths.lines())).isEmpty();

      files.accept(new Result.Ok<>(255, longName + 255, cat));
      assertThat(NpyFile.read(paths.rows()).header()).contains("(256, 8,)");
      assertThat(Files.readAllLines(paths.lines())).hasSize(256);
    }

    assertThat(Files.readAllLines(paths.lines())).hasSize(256);
  }

  private static Embedding cat() {
    try (FakeServer server = new FakeServer();
        IjepaClient client = IjepaClient.builder().target(server.target()).plaintext().build()) {
      return client.embed(ImageInput.of("cat", new byte[] {'c'}));
    }
  }
}
