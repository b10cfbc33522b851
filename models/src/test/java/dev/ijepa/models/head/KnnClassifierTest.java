package dev.ijepa.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.head.NearestRows.Near;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Against NumPy; models/reference/heads.py makes the data. */
class KnnClassifierTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream file = KnnClassifierTest.class.getResourceAsStream("/neighbours.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static float[] row(float[] values, int columns, int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  private static float[] units(float[] values, int columns) {
    float[] units = new float[values.length];
    for (int row = 0; row < values.length / columns; row++) {
      System.arraycopy(UnitVectors.of(row(values, columns, row)), 0, units, row * columns, columns);
    }
    return units;
  }

  @Test
  void neighboursAndVotesAreThoseOfNumPy() {
    int columns = GOLDEN.get("columns").asInt();
    float[] vectors = units(floats(GOLDEN.get("features")), columns);
    int[] classes = ints(GOLDEN.get("classes"));
    List<String> paths = IntStream.range(0, classes.length).mapToObj(i -> i + ".png").toList();
    List<String> labels =
        IntStream.range(0, GOLDEN.get("class_count").asInt()).mapToObj(k -> "class " + k).toList();
    float[] queries = floats(GOLDEN.get("queries"));
    for (JsonNode expected : GOLDEN.get("votes")) {
      Votes votes = new Votes(expected.get("k").asInt(), expected.get("temperature").asDouble());
      KnnClassifier knn =
          new KnnClassifier(columns, vectors, new TrainingImages(paths, classes), labels, votes);
      for (int query = 0; query < queries.length / columns; query++) {
        float[] features = row(queries, columns, query);
        Classifier.Scores scores = knn.classify(features);

        int[] nearest = ints(expected.get("nearest").get(query));
        int[] found =
            NearestRows.of(
                    new RowBlocks(columns, vectors), UnitVectors.of(features), nearest.length)
                .stream()
                .mapToInt(Near::index)
                .toArray();
        assertThat(found).isEqualTo(nearest);
        assertThat(scores.neighbours())
            .extracting(Neighbour::path)
            .containsExactlyElementsOf(
                IntStream.of(nearest).limit(10).mapToObj(i -> i + ".png").toList());
        float[] shares = floats(expected.get("shares").get(query));
        assertThat(scores.logits()).containsExactly(shares, within(1e-7f));
      }
    }
  }

  /** Many rows are as near: rounding in float32 must not choose among them. */
  @Test
  void rowsThatDifferByLessThanFloat32CanTellAreOrderedExactly() {
    Random random = new Random(7);
    int columns = 1280;
    int rows = 3000;
    float[] vectors = new float[rows * columns];
    float[] center = new float[columns];
    for (int column = 0; column < columns; column++) {
      center[column] = (float) random.nextGaussian();
    }
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = center[i % columns] * (1 + 1e-6f * (float) random.nextGaussian());
    }
    vectors = units(vectors, columns);
    RowBlocks blocks = new RowBlocks(columns, vectors);
    float[] query = UnitVectors.of(center);

    List<Near> found = NearestRows.of(blocks, query, 25);

    List<Near> all =
        IntStream.range(0, rows)
            .mapToObj(row -> new Near(row, blocks.product(row, query)))
            .sorted(Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::index))
            .toList();
    assertThat(found).isEqualTo(all.subList(0, 25));
  }

  @Test
  void withFewerImagesThanNeighboursAllVote() {
    KnnClassifier knn =
        new KnnClassifier(
            2,
            new float[] {1, 0, 1, 0, 0, 1},
            new TrainingImages(List.of("a", "b", "c"), new int[] {0, 0, 1}),
            List.of("x", "y"),
            new Votes(10, 1e9));

    Classifier.Scores scores = knn.classify(new float[] {0, 0});

    assertThat(scores.logits()).containsExactly(new float[] {2 / 3f, 1 / 3f}, within(1e-6f));
    assertThat(scores.neighbours()).extracting(Neighbour::path).containsExactly("a", "b", "c");
  }

  @Test
  @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
  void imagesThatAreADeviceAreNotRead(@TempDir Path folder) throws IOException {
    Path images = Files.createSymbolicLink(folder.resolve("images.jsonl"), Path.of("/dev/zero"));

    assertThatThrownBy(() -> TrainingImages.read(folder, 1, 1))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(images + " is missing, or no file");
  }

  @Test
  void theBytesOfItsNeighboursAreBounded() {
    String longPath = "x".repeat(5000) + "y";
    KnnClassifier knn =
        new KnnClassifier(
            1,
            new float[] {1},
            new TrainingImages(List.of(longPath), new int[] {0}),
            List.of("x"),
            new Votes(1000, 0.07));

    String path = knn.classify(new float[] {1}).neighbours().get(0).path();

    assertThat(path).hasSize(1024).endsWith("xy");
    assertThat(knn.neighbourBytes()).isBetween(10L * 2 * 1024, 10L * 2 * 1024 + 10 * 128);
  }
}
