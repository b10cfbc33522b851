package dev.ijepa.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.FloatTensors;
import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  void aHeadThatCannotBeReadIsNotWrittenAndTheOneBeforeStays() throws IOException {
    head(1, 2, 3, 4, 5, 6).write(folder);

    assertThatThrownBy(() -> head(1, 2, 3, 4, 5, Float.NaN).write(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("classifier.weight")
        .hasMessageContaining("holds NaN at element 5");

    assertThat(Head.read(folder).weights().weights()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("head.json", "head.safetensors");
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
    head(1, 2, 3, 4, 5, 6).write(folder);
    Path file = folder.resolve("head.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    // The third of six weights, which are the last tensor.
    bytes.putFloat(bytes.limit() - 4 * Float.BYTES, Float.NaN);
    Files.write(file, bytes.array());

    assertThatThrownBy(() -> Head.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("NaN at element 2");
  }

  @Test
  void aFolderOfTheFirstFormatIsALinearHeadWithoutDistance() throws IOException {
    head(1, 2, 3, 4, 5, 6).write(folder);
    Path file = folder.resolve("head.json");
    String json = Files.readString(file);
    Files.writeString(
        file,
        json.replace("\"format\" : 2", "\"format\" : 1")
            .replaceFirst(",\\s*\"kind\" : \"LINEAR\"", ""));
    assertThat(Files.readString(file)).doesNotContain("LINEAR");

    Head read = Head.read(folder);

    assertThat(read.manifest().kind()).isEqualTo(HeadKind.LINEAR);
    assertThat(read.judge(new float[] {1, 10, 100}).distance()).isNull();
  }

  @Test
  void aHeadWithMeansSaysHowFarAnImageIsAndRejectsWhatIsFar() throws IOException {
    Head linear = head(1, 2, 3, 4, 5, 6);
    List<Double> quantiles = IntStream.rangeClosed(0, 100).mapToObj(i -> i / 200.0).toList();
    HeadManifest manifest =
        linear.manifest().of(HeadKind.LINEAR, null, new DistanceProfile(quantiles, 0.45));
    new Head(manifest, linear.classifier(), new ClassMeans(3, new float[] {1, 0, 0, 0, 1, 0}))
        .write(folder);

    Head read = Head.read(folder);

    assertThat(read.judge(new float[] {7, 0, 0}).distance()).isEqualTo(new Distance(0, 0, false));
    Distance far = read.judge(new float[] {1, 0, (float) Math.sqrt(3)}).distance();
    assertThat(far.value()).isCloseTo(0.5f, within(1e-6f));
    assertThat(far.percentile()).isCloseTo(100, within(1e-3f));
    assertThat(far.rejected()).isTrue();
    assertThat(read.fingerprint(ENCODER)).isNotEqualTo(linear.fingerprint(ENCODER));
  }

  @Test
  void aHeadOfClassMeansAndAKnnHeadAreRead() throws IOException {
    ClassMeans means = new ClassMeans(3, new float[] {1, 0, 0, 0, 1, 0});
    HeadManifest manifest = head(1, 2, 3, 4, 5, 6).manifest();
    new Head(
            manifest.of(HeadKind.CLASS_MEAN, null, null),
            new ClassMeanClassifier(means, 1.5),
            means)
        .write(folder);
    assertThat(Head.read(folder).logits(new float[] {0, 3, 0}))
        .containsExactly(0, (float) (100 / 1.5));

    Votes votes = new Votes(1, 0.07);
    TrainingImages images = new TrainingImages(List.of("a.png", "b.png"), new int[] {1, 0});
    Head knn =
        new Head(
            manifest.of(HeadKind.KNN, votes, null),
            new KnnClassifier(3, new float[] {1, 0, 0, 0, 0, 1}, images, manifest.labels(), votes),
            means);
    knn.write(folder);

    Head read = Head.read(folder);
    Judgement judgement = read.judge(new float[] {2, 0, 0});
    assertThat(judgement.logits()).containsExactly(0, 1);
    assertThat(judgement.neighbours()).containsExactly(new Neighbour("a.png", 1, "dog", 1));
    assertThat(read.fingerprint(ENCODER)).isEqualTo(knn.fingerprint(ENCODER));
    // Two vectors and two means of three numbers, and what the texts take.
    long texts =
        Files.size(folder.resolve("head.json")) + Files.size(folder.resolve("images.jsonl"));
    assertThat(new HeadFolder(folder).memoryBytes()).isEqualTo(12 * Float.BYTES + 2 * texts);
  }

  @Test
  void imagesThatAreNotThoseOfTheVectorsAreRefused() throws IOException {
    HeadManifest manifest = head(1, 2, 3, 4, 5, 6).manifest();
    Votes votes = new Votes(1, 0.07);
    TrainingImages images = new TrainingImages(List.of("a.png"), new int[] {1});
    new Head(
            manifest.of(HeadKind.KNN, votes, null),
            new KnnClassifier(1, new float[] {1}, images, manifest.labels(), votes),
            null)
        .write(folder);
    Path file = folder.resolve("images.jsonl");
    String line = Files.readString(file);

    for (String damage : List.of("", line + line, line.replace("1", "2"), "[", "{}")) {
      Files.writeString(file, damage);
      assertThatThrownBy(() -> Head.read(folder))
          .as(damage)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("images.jsonl");
    }
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
          {"\"format\" : 2", "\"format\" : 3"},
          {"\"LINEAR\"", "\"KNN\""},
          {"\"LINEAR\"", "\"TREE\""},
          {"\"temperature\" : 1.5", "\"temperature\" : 0"},
          {"\"license\" : \"\"", "\"license\" : null"},
          {ENCODER, "ab"},
          {"EMBEDDING", "TOKENS"},
          {"\"dog\"", "\"cat\""},
          {"\"labels\"", "\"label\""},
          {"\"metrics\"", "\"distances\" : {}, \"metrics\""},
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
