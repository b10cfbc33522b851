package dev.ijepa.ops.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.head.dataset.TarFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heads of lists and archives, with groups, splits and several labels; to transformers and back.
 */
@Timeout(180)
class DatasetCommandTest {
  private static final Path SAMPLES = Path.of("..", "models", "embedded", "samples");

  @TempDir private static Path work;
  private static Path digits;

  @BeforeAll
  static void copyDigits() throws IOException {
    digits = Files.createDirectory(work.resolve("digits"));
    for (Path sample : files(SAMPLES)) {
      String name = sample.getFileName().toString();
      if (name.startsWith("digit-")) {
        Path of = Files.createDirectories(digits.resolve("digit " + name.charAt(6)));
        Files.copy(sample, of.resolve(name));
      }
    }
  }

  private static String run(int code, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    assertThat(HeadMain.run(out, out, args)).as("%s", text).isEqualTo(code);
    return text.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** A list with a line for each image of the digits; paths are digits/digit N/NAME. */
  private static Path list(String header, Function<Path, String> line) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (Path folder : files(digits)) {
      for (Path image : files(folder)) {
        text.append(line.apply(work.relativize(image))).append('\n');
      }
    }
    return Files.writeString(work.resolve("list.csv"), text);
  }

  @Test
  void aListGivesTheSameHeadAsTheFolders() throws IOException {
    Path list = list("path,label", image -> image + "," + image.getName(1));
    String target = work.resolve("of-list").toString();

    String printed = run(0, "train", list.toString(), target, "--strength", "1");

    String ofFolders = work.resolve("of-folders").toString();
    run(0, "train", digits.toString(), ofFolders, "--strength", "1");
    assertThat(printed).contains("20 of 10 classes");
    assertThat(Head.read(work.resolve("of-list")).weights().weights())
        .isEqualTo(Head.read(work.resolve("of-folders")).weights().weights());
    assertThat(run(0, "evaluate", target, list.toString())).contains("accuracy       100.0 %");
  }

  @Test
  void neighboursOfAListAreNamedAsInTheList() throws IOException {
    Path list = list("path,label", image -> image + "," + image.getName(1));
    Path target = work.resolve("near-list");

    run(0, "train", list.toString(), target.toString(), "--kind", "knn");

    assertThat(Files.readString(target.resolve("images.jsonl")))
        .contains("{\"path\":\"digits/digit 0/")
        .doesNotContain(work.toString());
  }

  @Test
  void aSplitThatIsGivenIsObeyed() throws IOException {
    AtomicInteger line = new AtomicInteger();
    Path list =
        list(
            "path,label,split",
            image ->
                image
                    + ","
                    + image.getName(1)
                    + (line.getAndIncrement() % 2 == 0 ? ",train" : ",test"));
    String printed =
        run(0, "train", list.toString(), work.resolve("of-split").toString(), "--strength", "1");

    assertThat(printed).contains("10 images that it was not trained on");
    assertThat(Head.read(work.resolve("of-split")).manifest().images()).isEqualTo(10);
    assertThat(run(0, "evaluate", work.resolve("of-split").toString(), list.toString()))
        .contains("images         10 of 10 classes");
  }

  @Test
  void noGroupIsOnBothSidesAndAClassOfOneGroupIsTold() throws IOException {
    Path list =
        list(
            "path,label,group",
            image ->
                image
                    + ","
                    + image.getName(1)
                    + (image.getName(1).toString().endsWith("7") ? ",sevens" : ","));
    String printed =
        run(0, "train", list.toString(), work.resolve("of-groups").toString(), "--strength", "1");

    assertThat(printed)
        .contains("none has images on both sides of a split")
        .contains("their groups cannot be left out, and train: digit 7")
        .contains("cross-validation of 18 images");
  }

  @Test
  void shardsOfAWebDatasetAreTrainedOn() throws IOException {
    Path shards = Files.createDirectory(work.resolve("shards"));
    int number = 0;
    for (Path folder : files(digits)) {
      try (TarFiles tar = new TarFiles(shards.resolve(folder.getFileName() + ".tar"))) {
        for (Path image : files(folder)) {
          String key = "%06d".formatted(number++);
          tar.add(key + ".png", Files.readAllBytes(image));
          tar.add(key + ".cls", folder.getFileName().toString());
        }
      }
    }
    String target = work.resolve("of-shards").toString();

    assertThat(run(0, "train", shards.toString(), target, "--strength", "1"))
        .contains("20 of 10 classes")
        .containsPattern(
            "raw pixels +[0-9.]+ % by the same classifier on 16 × 16 pixels of 20 images");
    assertThat(run(0, "train", shards.toString(), target, "--force", "--no-baseline"))
        .doesNotContain("raw pixels");
    assertThat(run(0, "evaluate", target, shards.resolve("digit 3.tar").toString()))
        .contains("accuracy       100.0 %");
  }

  /** Each digit is even or not, and small or not: 7 has no label. */
  private static String labels(Path image) {
    int digit = Integer.parseInt(image.getName(1).toString().substring("digit ".length()));
    return String.join(
        ";",
        Stream.of(digit % 2 == 0 ? "even" : "", digit < 5 ? "small" : "")
            .filter(label -> !label.isEmpty())
            .toList());
  }

  @Test
  void severalLabelsAreTrainedJudgedAndServed() throws IOException {
    Path list = list("path,labels", image -> image + "," + labels(image));
    Path target = work.resolve("of-labels");

    assertThat(run(0, "train", list.toString(), target.toString(), "--strength", "1"))
        .contains("20 of 2 labels")
        .contains("2/2 labels, C = 1.00, 0:00 left")
        .contains("mAP ")
        .contains("cross-validation of 20 images");
    assertThat(run(0, "evaluate", target.toString(), list.toString())).contains("micro F1");
    assertThat(Files.readString(target.resolve("report.html"))).contains("<td>small<td");
    assertThat(Head.read(target).manifest().activation()).isEqualTo(HeadActivation.SIGMOID);
    try (RunningServer server =
            RunningServer.start(options -> options.loading.heads.put("labels", target));
        IjepaClient client =
            IjepaClient.builder()
                .target("localhost:" + server.server().port())
                .plaintext()
                .build()) {
      Classification zero = classify(client, "digit 0");
      assertThat(zero.classes()).hasSize(2).allMatch(one -> one.probability() > 0.5);
      assertThat(classify(client, "digit 7").classes()).allMatch(one -> one.probability() < 0.5);
    }
  }

  private static Classification classify(IjepaClient client, String digit) throws IOException {
    ImageInput image = ImageInput.of(files(digits.resolve(digit)).get(0));
    return client.classify(image, ClassifySettings.defaults().withHeads("labels"));
  }

  @Test
  void aHeadOfOneClassAnImageIsNotJudgedBySeveralLabels() throws IOException {
    Path head = work.resolve("of-one");
    run(0, "train", digits.toString(), head.toString(), "--strength", "1");
    Path list = list("path,labels", image -> image + "," + image.getName(1));

    assertThat(run(1, "evaluate", head.toString(), list.toString()))
        .contains("gives each image one class, but " + list + " lists several labels");
  }

  @Test
  void aHeadGoesToTransformersAndComesBack() throws IOException {
    Path head = work.resolve("to-export");
    run(0, "train", digits.toString(), head.toString(), "--strength", "1");
    Path exported = work.resolve("exported");
    Path imported = work.resolve("imported");

    run(0, "export", head.toString(), "--transformers", exported.toString());
    assertThat(run(0, "import", exported.toString(), imported.toString()))
        .contains("classes        10");

    assertThat(Head.read(imported).weights().weights())
        .isEqualTo(Head.read(head).weights().weights());
    assertThat(run(0, "evaluate", imported.toString(), digits.toString()))
        .contains("accuracy       100.0 %");
    assertThat(run(1, "export", head.toString(), "--transformers", exported.toString()))
        .contains("is no empty folder");
    assertThat(run(1, "import", exported.toString(), imported.toString())).contains("--force");
  }

  @Test
  void whatCannotBeTrainedOnIsToldBeforeAnythingIsComputed() throws IOException {
    Path target = work.resolve("none");
    Path list = Files.writeString(work.resolve("wrong.csv"), "path,label\nnone.png,a\n");

    assertThat(run(1, "train", list.toString(), target.toString()))
        .contains("line 2: there is no file");
    assertThat(HeadManifest.isIn(target)).isFalse();
    Path untested = list("path,label,split", image -> image + "," + image.getName(1) + ",train");
    assertThat(run(1, "train", untested.toString(), target.toString()))
        .contains("no image has the split test");
    AtomicInteger grouped = new AtomicInteger();
    Path torn =
        list(
            "path,label,group,split",
            image ->
                image
                    + ","
                    + image.getName(1)
                    + ",one,"
                    + (grouped.getAndIncrement() == 7 ? "test" : "train"));
    assertThat(run(1, "train", torn.toString(), target.toString()))
        .contains("the group 'one' has images of the splits train and test");
    AtomicInteger line = new AtomicInteger();
    Path untrained =
        list(
            "path,label,split",
            image ->
                image + "," + image.getName(1) + (line.getAndIncrement() < 2 ? ",test" : ",train"));
    assertThat(run(1, "train", untrained.toString(), target.toString()))
        .contains("no image that trains has the label digit 0");
  }
}
