package dev.ijepa.ops.head;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.HeadInfo;
import dev.ijepa.client.HeadKind;
import dev.ijepa.client.HeadNeighbour;
import dev.ijepa.client.HeadResult;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.cli.ClientMain;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.models.head.HeadFolder;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.KserveMessages;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.http.HttpClients;
import dev.ijepa.server.options.DataSize;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heads of all kinds on every door, and what they say of images of no class. */
@Timeout(180)
class HeadKindsTest {
  private static final Path SAMPLES = Path.of("..", "models", "embedded", "samples");
  private static final String CAT = "cat.jpg";

  @TempDir private static Path work;
  private static Path digits;
  private static Path unknown;
  private static Path heads;
  private static String knnPrinted;

  @BeforeAll
  static void train() throws IOException {
    digits = work.resolve("digits");
    unknown = Files.createDirectory(work.resolve("unknown"));
    try (Stream<Path> samples = Files.list(SAMPLES)) {
      for (Path sample : samples.toList()) {
        String name = sample.getFileName().toString();
        if (name.startsWith("digit-")) {
          Path of = Files.createDirectories(digits.resolve("digit " + name.substring(6, 7)));
          Files.copy(sample, of.resolve(name));
        } else if (name.endsWith(".jpg")) {
          Files.copy(sample, unknown.resolve(name));
        }
      }
    }
    heads = work.resolve("heads");
    train("lines", "--strength", "1", "--reject-rate", "0.1");
    train("means", "--kind", "class-mean");
    knnPrinted =
        train(
            "near",
            "--kind",
            "knn",
            "--neighbours",
            "3",
            "--unknown",
            unknown.toString(),
            "--false-accept-rate",
            "0");
  }

  private static String train(String name, String... more) {
    List<String> args =
        Stream.concat(
                Stream.of("train", digits.toString(), heads.resolve(name).toString()),
                Stream.of(more))
            .toList();
    return run(0, args.toArray(String[]::new));
  }

  private static String run(int code, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    assertThat(HeadMain.run(out, out, args)).as("%s", text).isEqualTo(code);
    return text.toString();
  }

  private static RunningServer serve() throws IOException {
    return RunningServer.start(
        options -> {
          options.http.httpPort = 0;
          options.loading.headsFolder = heads;
          options.loading.modelPoll = Duration.ofMillis(100);
        });
  }

  private static IjepaClient connect(RunningServer server) {
    return IjepaClient.builder().target("localhost:" + server.server().port()).plaintext().build();
  }

  private static Path seven() throws IOException {
    try (Stream<Path> files = Files.list(digits.resolve("digit 7"))) {
      return files.sorted().toList().get(0);
    }
  }

  @Test
  void eachKindClassifiesInOnePassAndSaysHowFarTheImageIs() throws Exception {
    try (RunningServer server = serve();
        IjepaClient client = connect(server)) {
      ClassifySettings all =
          ClassifySettings.defaults().withHeads("lines", "means", "near", "default");
      Classification classified = client.classify(ImageInput.of(seven()), all);

      List<HeadResult> results = classified.heads();
      assertThat(results.subList(0, 3))
          .allSatisfy(
              head -> {
                assertThat(head.classes().get(0).label()).isEqualTo("digit 7");
                assertThat(head.distance().orElseThrow().value()).isBetween(0f, 0.5f);
                assertThat(head.distance().orElseThrow().percentile()).isBetween(0f, 100f);
              });
      assertThat(results.get(0).rejected()).contains(false);
      assertThat(results.get(1).rejected()).isEmpty();
      assertThat(results.get(3).distance()).isEmpty();

      List<HeadNeighbour> nearest = results.get(2).neighbours();
      assertThat(nearest).hasSize(3);
      assertThat(nearest.get(0).path()).isEqualTo("digit 7/" + seven().getFileName());
      assertThat(nearest.get(0).label()).isEqualTo("digit 7");
      assertThat(nearest.get(0).similarity()).isCloseTo(1, within(1e-4f));
      assertThat(results.get(2).classes().get(0).probability())
          .isEqualTo(results.get(2).classes().get(0).logit());

      assertThat(client.model("").heads())
          .extracting(HeadInfo::name, HeadInfo::kind)
          .contains(
              tuple("lines", HeadKind.LINEAR),
              tuple("means", HeadKind.CLASS_MEAN),
              tuple("near", HeadKind.KNN));
    }
  }

  @Test
  void aPhotographIsNoDigitAndTheDriftIsCounted() throws Exception {
    try (RunningServer server = serve();
        IjepaClient client = connect(server)) {
      Classification cat =
          client.classify(
              ImageInput.of(SAMPLES.resolve(CAT)), ClassifySettings.defaults().withHeads("near"));

      HeadResult head = cat.heads().get(0);
      assertThat(head.rejected()).contains(true);
      assertThat(head.distance().orElseThrow().percentile()).isEqualTo(100);
      assertThat(head.classes()).isNotEmpty();
      assertThat(
              server.metrics().sum("ijepa_head_distances_total", "decile=\"beyond\",head=\"near\""))
          .isEqualTo(1);
      assertThat(server.metrics().sum("ijepa_head_rejected_total", "head=\"near\"")).isEqualTo(1);
      assertThat(server.metrics().sum("ijepa_head_distances_total", "head=\"lines\"")).isZero();
      assertThat(server.metrics().sum("ijepa_heads_bytes")).isPositive();
    }
  }

  @Test
  void kserveAndHttpSayTheSame() throws Exception {
    byte[] image = Files.readAllBytes(seven());
    try (RunningServer server = serve()) {
      ManagedChannel channel = server.connect();
      ModelInferResponse kserve =
          GRPCInferenceServiceGrpc.newBlockingStub(channel)
              .modelInfer(
                  KserveMessages.files(ByteString.copyFrom(image))
                      .addOutputs(KserveMessages.classes("CLASSES.near", 1))
                      .addOutputs(KserveMessages.classes("LOGITS.near", 1))
                      .addOutputs(KserveMessages.classes("CLASSES.means", 1))
                      .build());
      channel.shutdownNow();
      assertThat(KserveMessages.texts(kserve, 0).get(0)).endsWith(":7:digit 7");
      // The share of the votes: the same as the score.
      assertThat(KserveMessages.texts(kserve, 1)).isEqualTo(KserveMessages.texts(kserve, 0));
      assertThat(KserveMessages.texts(kserve, 2).get(0)).endsWith(":7:digit 7");

      HttpClients http =
          new HttpClients(server.server().httpPort().orElseThrow(), Version.HTTP_1_1);
      String path = "/v1/models/embedded:classify?head=near&top_k=1";
      String answer = new String(http.post(path, "image/png", image).body(), UTF_8);
      assertThat(answer)
          .contains("\"head\":{\"name\":\"near\"")
          .contains("\"rejected\":false")
          .contains("\"percentile\":")
          .contains("\"neighbours\":[{\"path\":\"digit 7/");
      String plain =
          new String(http.post("/v1/models/embedded:classify", "image/png", image).body(), UTF_8);
      assertThat(plain).doesNotContain("distance", "neighbours", "rejected");
    }
  }

  @Test
  void theCommandLineShowsIt() throws Exception {
    try (RunningServer server = serve()) {
      String target = "localhost:" + server.server().port();
      String table = classify(SAMPLES.resolve(CAT), "--target", target, "--head", "near");
      assertThat(table)
          .contains("distance", "nearest", "(farther than 100 %) none of these", "digit ");
      String json = classify(seven(), "--target", target, "--head", "near", "--json");
      assertThat(json)
          .contains("\"rejected\": false", "\"distance\": {\"value\": ", "\"similarity\": ");
      assertThat(classify(seven(), "--target", target)).doesNotContain("distance");
    }
  }

  private static String classify(Path image, String... more) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    String[] args =
        Stream.concat(Stream.of("classify", image.toString()), Stream.of(more))
            .toArray(String[]::new);
    assertThat(ClientMain.run(Map.of(), out, out, args)).as("%s", text).isZero();
    return text.toString();
  }

  @Test
  void trainingAndEvaluationSayHowManyAreRejected() throws IOException {
    assertThat(knnPrinted)
        .contains("3 of 20 stored images")
        .contains("from the nearest class mean")
        .contains("of no class    100.0 %")
        .contains("the image of no class is the farther one");
    assertThat(Files.readString(heads.resolve("near").resolve("report.html")))
        .contains("None of these", "Area under the ROC curve", "<svg");
    String evaluation =
        run(
            0,
            "evaluate",
            heads.resolve("near").toString(),
            digits.toString(),
            "--unknown",
            unknown.toString());
    assertThat(evaluation).contains("accuracy       100.0 %").contains("of no class    100.0 %");
  }

  @Test
  void aHeadThatDoesNotFitIsRefusedAndTheOthersGoOn() throws Exception {
    Path few = Files.createDirectory(work.resolve("few"));
    copy("lines", few);
    // Weights and means of ten classes. Means alone take less; twenty vectors with them take more.
    long bytes = new HeadFolder(heads.resolve("lines")).memoryBytes();
    try (RunningServer server =
            RunningServer.start(
                options -> {
                  options.loading.headsFolder = few;
                  options.loading.modelPoll = Duration.ofMillis(100);
                  options.loading.headsMemory = new DataSize(bytes + 100);
                });
        IjepaClient client = connect(server)) {
      copy("near", few);
      copy("means", few);
      Files.delete(few.resolve("lines").resolve("head.json"));

      Eventually.holds(
          "the first is gone, and the one that fits has its place",
          () ->
              client.model("").heads().stream()
                  .map(HeadInfo::name)
                  .toList()
                  .equals(List.of("default", "means")));
      assertThat(server.metrics().sum("ijepa_heads_bytes"))
          .isLessThanOrEqualTo((double) bytes + 100);
    }
  }

  @Test
  void aHeadThatDoesNotFitAtTheStartStopsItAndSaysWhatToSet() {
    assertThatThrownBy(
            () ->
                RunningServer.start(
                    options -> {
                      options.loading.headsFolder = heads;
                      options.loading.headsMemory = new DataSize(1 << 10);
                    }))
        .hasStackTraceContaining("--heads-memory");
  }

  private static void copy(String name, Path to) throws IOException {
    Path folder = Files.createDirectories(to.resolve(name));
    try (Stream<Path> files = Files.list(heads.resolve(name))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void optionsThatDoNotBelongTogetherAreNamed() {
    String[] train = {"train", digits.toString(), work.resolve("new").toString()};
    assertThat(run(1, join(train, "--kind", "knn", "--strength", "1")))
        .contains("--strength is an option of --kind linear");
    assertThat(run(1, join(train, "--neighbours", "5"))).contains("--kind knn");
    assertThat(run(1, join(train, "--kind", "class-mean", "--balanced"))).contains("--balanced");
    assertThat(run(1, join(train, "--kind", "knn", "--neighbours", "0")))
        .contains("--neighbours must be 1 to 1000");
    assertThat(run(1, join(train, "--reject-rate", "1"))).contains("below 1");
    assertThat(run(1, join(train, "--false-accept-rate", "0.1"))).contains("--unknown");
  }

  private static String[] join(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }
}
