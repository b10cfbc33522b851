package dev.ijepa.ops.head.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TarShardsTest {
  @TempDir private Path folder;

  private Path shard(String name, String... membersAndContents) throws IOException {
    Path archive = folder.resolve(name);
    try (TarFiles tar = new TarFiles(archive)) {
      for (int i = 0; i < membersAndContents.length; i += 2) {
        tar.add(membersAndContents[i], membersAndContents[i + 1]);
      }
    }
    return archive;
  }

  private static Annotation image(Dataset dataset, Path shard, String member) throws IOException {
    return dataset.annotation(shard + "/" + member).orElseThrow();
  }

  @Test
  void membersOfOneNameAreOneSample() throws IOException {
    Path first =
        shard(
            "0.tar",
            "a/0001.seg.png",
            "x",
            "a/0001.cls",
            "7\n",
            "a/0002.jpg",
            "y",
            "a/0002.json",
            "{\"label\": \"dog\", \"width\": 3, \"group\": 5, \"split\": \"test\"}");
    Path second = shard("1.tar.gz", "0001.jpg", "z", "0001.cls", "cat", "0002.txt", "unlabelled");

    Dataset shards = Dataset.open(folder);

    assertThat(shards.paths()).containsExactly(first, second);
    assertThat(image(shards, first, "a/0001.seg.png")).isEqualTo(Annotation.of("7"));
    assertThat(image(shards, first, "a/0002.jpg"))
        .isEqualTo(new Annotation(List.of("dog"), "5", Optional.of(Split.TEST)));
    assertThat(image(shards, second, "0001.jpg").labels()).containsExactly("cat");
    assertThat(shards.annotation(second + "/0002.txt")).isEmpty();
    assertThat(shards.isMultiLabel()).isFalse();
  }

  @Test
  void aClassGoesBeforeWhatJsonSays() throws IOException {
    Path shard = shard("0.tar", "1.json", "{\"label\": 3, \"group\": \"g\"}", "1.cls", "7");

    assertThat(image(Dataset.open(shard), shard, "1.png"))
        .isEqualTo(new Annotation(List.of("7"), "g", Optional.empty()));
  }

  @Test
  void severalLabelsAreAnArray() throws IOException {
    Path shard = shard("0.tar", "1.json", "{\"labels\": [\"cat\", 3]}");

    Dataset shards = Dataset.open(shard);

    assertThat(shards.isMultiLabel()).isTrue();
    assertThat(image(shards, shard, "1.png").labels()).containsExactly("cat", "3");
  }

  @Test
  void wantedImagesAreRead() throws IOException {
    Path shard = shard("0.tar", "1.png", "one", "1.cls", "0", "2.png", "two", "2.cls", "1");
    Map<String, String> read = new ConcurrentHashMap<>();

    Dataset.open(shard)
        .read(Set.of(shard + "/2.png"), (name, file) -> read.put(name, new String(file, UTF_8)));

    assertThat(read).containsExactly(Map.entry(shard + "/2.png", "two"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.cls  | ''                  | 1.cls: its label is empty
          1.json | '{"label": [1]}'    | 1.json: 'label' must be a text or an integer
          1.json | '{"label": 1,'      | 1.json: it is no valid JSON
          1.json | '{"width": 1}'      | has no labels
          1.txt  | '7'                 | has no labels
          1.json | '{"label": 1, "split": "val"}' | may be train, calibration or test
          """)
  void whatIsNoLabelIsToldWithItsMember(String member, String content, String why)
      throws IOException {
    Path shard = shard("0.tar", "1.png", "x", member, content);

    assertThatThrownBy(() -> Dataset.open(shard))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(shard.toString())
        .hasMessageContaining(why);
  }

  @Test
  void aLabelWithoutEndIsRefusedBeforeItIsRead() throws IOException {
    Path shard = shard("0.tar", "1.cls", "7".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> Dataset.open(shard)).hasMessageContaining("it has more than 1 MiB");
  }

  @Test
  void aDamagedArchiveIsNamed() throws IOException {
    Path shard = Files.writeString(folder.resolve("0.tar"), "no archive");

    assertThatThrownBy(() -> Dataset.open(shard)).hasMessageContaining(shard.toString());
  }
}
