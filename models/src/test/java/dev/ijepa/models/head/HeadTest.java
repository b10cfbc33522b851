package dev.ijepa.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.FloatTensors;
import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTest {
  private static final String ENCODER = "ab".repeat(32);

  @TempDir Path folder;

  private static Head head(float... weights) {
    return new Head(
        new HeadManifest(
            HeadManifest.FORMAT,
            ENCODER,
            Output.EMBEDDING,
            List.of("cat", "dog"),
            HeadActivation.SOFTMAX,
            1.5,
            Map.of("accuracy", 0.9),
            10,
            "cd".repeat(32),
            "",
            "2026-11-28T10:00:00Z"),
        new LinearWeights(2, 3, weights, new float[] {0.5f, -1}));
  }

  @Test
  void theLogitsAreTheProductAndTheBias() {
    float[] logits = head(1, 2, 3, 4, 5, 6).logits(new float[] {1, 10, 100});

    assertThat(logits).containsExactly(321.5f, 653);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Head written = head(1, 2, 3, 4, 5, 6);
    written.write(folder);

    Head read = Head.read(folder);

    assertThat(read.manifest()).isEqualTo(written.manifest());
    assertThat(read.weights().weights()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read.fingerprint(ENCODER)).isEqualTo(written.fingerprint(ENCODER));
  }

  @Test
  void theFingerprintChangesWithTheWeightsAndWithTheFeatures() {
    Head head = head(1, 2, 3, 4, 5, 6);

    assertThat(head.fingerprint(ENCODER))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(head(1, 2, 3, 4, 5, 7).fingerprint(ENCODER))
        .isNotEqualTo(head.fingerprint("ef".repeat(32)));
  }

  @Test
  void weightsOfAnotherNumberOfClassesAreRefused() throws IOException {
    head(1, 2, 3, 4, 5, 6).write(folder);
    FloatTensors.write(
        folder.resolve("head.safetensors"),
        Map.of(
            "classifier.weight", new FloatTensor(List.of(3L, 1L), new float[3]),
            "classifier.bias", new FloatTensor(List.of(3L), new float[3])));

    assertThatThrownBy(() -> Head.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("[3, 1]")
        .hasMessageContaining("2 labels");
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() throws IOException {
    head(1, 2, Float.NaN, 4, 5, 6).write(folder);

    assertThatThrownBy(() -> Head.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("NaN at element 2");
  }

  @Test
  void aFolderWithoutAHeadSaysHowToGetOne() {
    assertThatThrownBy(() -> Head.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("ijepa head train");
  }

  @Test
  void aManifestThatIsDamagedIsRefused() throws IOException {
    head(1, 2, 3, 4, 5, 6).write(folder);
    Path file = folder.resolve("head.json");
    String json = Files.readString(file);

    for (String[] damage :
        new String[][] {
          {"\"format\" : 1", "\"format\" : 2"},
          {ENCODER, "ab"},
          {"EMBEDDING", "TOKENS"},
          {"\"dog\"", "\"cat\""},
          {"\"labels\"", "\"label\""},
          {"{", "["}
        }) {
      Files.writeString(file, json.replace(damage[0], damage[1]));
      assertThatThrownBy(() -> Head.read(folder))
          .as(damage[1])
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("head.json");
    }
  }
}
