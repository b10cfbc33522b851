package dev.ijepa.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong use: each stops the start with the option's name and what is allowed. */
class ServerMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void allValuesOutOfRangeAreToldTogether() {
    int code = run(Map.of(), "serve", "--lanes", "0", "--port", "70000", "--tls-cert", "/none");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("--lanes is 0; it must be from 1 to 64")
        .contains("--port is 70000; it must be from 0 to 65535")
        .contains("--tls-cert and --tls-key must be given together")
        .contains("/none can't be read");
  }

  @Test
  void anUnknownOptionAndABadValueAreRefused() {
    assertThat(run(Map.of(), "serve", "--ports", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--ports").contains("--port\n");

    assertThat(run(Map.of(), "serve", "--max-image-bytes", "32MB")).isEqualTo(2);
    assertThat(err.toString()).contains("--max-image-bytes").contains("32MiB");
  }

  @Test
  void theEnvironmentAndThePropertiesFileSetOptionsToo() throws IOException {
    Path file = Files.writeString(folder.resolve("ijepa.properties"), "lanes = 99\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString(), "IJEPA_PORT", "-1"), "serve"))
        .isEqualTo(1);

    assertThat(err.toString()).contains("--lanes is 99").contains("--port is -1");
  }

  @Test
  void whatIsSetForTheServerChangesNothingInAConversion() {
    Map<String, String> environment = Map.of("IJEPA_PRECISION", "auto", "IJEPA_FORCE", "maybe");

    assertThat(run(environment, "convert", "/none", folder.resolve("model").toString()))
        .isEqualTo(1);

    assertThat(err.toString()).contains("/none").doesNotContain("precision", "force");
  }

  @Test
  void anUnknownLineOfThePropertiesFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("ijepa.properties"), "lane = 2\n");

    assertThat(run(Map.of("IJEPA_CONFIG", file.toString()), "serve")).isEqualTo(2);

    assertThat(err.toString()).contains("no option: lane");
  }

  @Test
  void aFolderThatIsNoCheckpointIsAFailureWithAMessage() {
    int code = run(Map.of(), "convert", folder.toString(), folder.resolve("out").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("has no config.json").doesNotContain("Exception");
  }

  @Test
  void aConversionThatIsWantedWronglyIsRefusedWithWhatIsAllowed() {
    String out = folder.resolve("out").toString();

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--image-size", "224:224")).isEqualTo(2);
    assertThat(err.toString()).contains("--image-size").contains("HEIGHTxWIDTH, 448x224");

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--resample", "area")).isEqualTo(2);
    assertThat(err.toString()).contains("--resample").contains("no filter of Pillow");

    assertThat(run(Map.of(), "convert", "checkpoint", out, "--precision", "f16")).isEqualTo(2);
    assertThat(err.toString()).contains("--precision").contains("bf16");
  }

  @Test
  void aConversionTellsWhatItMade() throws IOException {
    Path checkpoint = Files.createDirectory(folder.resolve("digits"));
    EmbeddedCheckpoint.copyTo(checkpoint);
    String model = folder.resolve("model").toString();
    String[] command = {
      "convert", checkpoint.toString(), model, "--image-size=64x48", "--precision=bf16"
    };

    int code = run(Map.of(), command);

    assertThat(err.toString()).doesNotContain("error").doesNotContain("warning");
    // Lines, not one that is written over: this is no terminal.
    assertThat(err.toString()).contains("converting 100 % of 1,222,026").doesNotContain("\r");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("source        digits")
        .contains("1,222,026, bf16")
        .contains("64 × 48 pixels, 48 tokens of 8 × 8, positions resampled from 7 × 7");
  }

  private int run(Map<String, String> environment, String... args) {
    return ServerMain.run(
        environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
