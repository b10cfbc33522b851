package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(GoldenFile.models().resolve("reference/kinds/shards"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model-00001-of-00003.safetensors",
        "/etc/model-00001-of-00003.safetensors",
        "sub/model-00001-of-00003.safetensors",
        "..",
        "model-00001-of-00003.bin",
        "",
      })
  void aNameThatIsNoWeightsFileOfTheFolderIsRefused(String shard) throws IOException {
    name(shard);

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "names the shard '%s'; a shard must be a .safetensors file of the same folder"
                .formatted(shard));
  }

  @Test
  void aShardThatIsNotThereIsNamed() throws IOException {
    name("model-00004-of-00003.safetensors");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining(
            "names the shard 'model-00004-of-00003.safetensors', which is not there");
  }

  @Test
  void aTensorInTwoShardsIsNamedWithBoth() throws IOException {
    Files.copy(
        folder.resolve("model-00001-of-00003.safetensors"), folder.resolve("again.safetensors"));
    name("again.safetensors");

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageMatching(
            "tensor 'embeddings\\..+' of .+model-00001.+ stands for the same weights as 'embeddings\\..+' of .+again.safetensors");
  }

  @Test
  void aFolderWithoutWeightsIsToldWhatWasLookedFor() throws IOException {
    Files.delete(folder.resolve(INDEX));

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining(
            "holds no weights that can be read: neither model.safetensors nor " + INDEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"weight_map\": {}}", "{\"weight_map\": null}", "{\"weight_map\": []}"})
  void anIndexWithoutShardsIsRefused(String index) throws IOException {
    Files.writeString(folder.resolve(INDEX), index);

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("names no shards: weight_map must give the file of each tensor");
  }

  /** Adds a shard to the index. */
  private void name(String shard) throws IOException {
    Path index = folder.resolve(INDEX);
    String added = "\"weight_map\": {\"one.more\": \"" + shard + "\",";
    Files.writeString(index, Files.readString(index).replace("\"weight_map\": {", added));
  }
}
