package dev.ijepa.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ijepa convert hf:…} with a cache that holds the embedded checkpoint, and no network. */
class ConvertFromHubTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeEach
  void fillTheCache() throws IOException {
    Path repository = folder.resolve("hub/models--digits--ijepa-tiny");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/" + COMMIT));
    EmbeddedCheckpoint.copyTo(snapshot);
    Files.writeString(snapshot.resolve("LICENSE"), "the licence");
    Files.writeString(Files.createDirectories(repository.resolve("refs")).resolve("main"), COMMIT);
  }

  @Test
  void theModelSaysItsCommitAndCarriesItsLicence() throws IOException {
    Path model = folder.resolve("model");

    assertThat(convert("hf:digits/ijepa-tiny", model)).isZero();

    assertThat(ModelManifest.read(model).source()).isEqualTo("hf:digits/ijepa-tiny@" + COMMIT);
    assertThat(model.resolve("assets.extra/LICENSE")).hasContent("the licence");
    assertThat(model.resolve("assets.extra/README.md")).exists();
  }

  @Test
  void whatIsNotInTheCacheIsSaid() {
    assertThat(convert("hf:digits/other", folder.resolve("model"))).isEqualTo(1);

    assertThat(err.toString()).contains("hf:digits/other@main is not in the cache");
  }

  @Test
  void aReferenceThatIsNoneIsSaid() {
    assertThat(convert("hf:digits", folder.resolve("model"))).isEqualTo(1);

    assertThat(err.toString()).contains("'hf:digits'").contains("hf:owner/name@revision");
  }

  private int convert(String checkpoint, Path model) {
    return ServerMain.run(
        Map.of("HF_HOME", folder.toString(), "HF_HUB_OFFLINE", "1"),
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        "convert",
        checkpoint,
        model.toString());
  }
}
