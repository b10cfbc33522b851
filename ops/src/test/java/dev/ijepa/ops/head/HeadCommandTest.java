package dev.ijepa.ops.head;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaException;
import dev.ijepa.client.ImageInput;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.ModelInferResponse;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.KserveMessages;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.http.HttpClients;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a folder of images, a head, a server that it is attached to. */
@Timeout(180)
class HeadCommandTest {
  private static final Path SAMPLES = Path.of("..", "models", "embedded", "samples");

  @TempDir private static Path work;
  private static Path digits;
  private static Path head;
  private static String printed;

  @TempDir private Path heads;

  @BeforeAll
  static void train() throws IOException {
    digits = Files.createDirectory(work.resolve("digits"));
    try (Stream<Path> samples = Files.list(SAMPLES)) {
      for (Path sample : samples.filter(HeadCommandTest::isDigit).toList()) {
        String digit = sample.getFileName().toString().substring(6, 7);
        Path of = Files.createDirectories(digits.resolve("digit " + digit));
        Files.copy(sample, of.resolve(sample.getFileName()));
      }
    }
    head = work.resolve("head");
    printed = run(0, "train", digits.toString(), head.toString(), "--strength", "1");
  }

  private static boolean isDigit(Path sample) {
    return sample.getFileName().toString().startsWith("digit-");
  }

  private static String run(int code, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    assertThat(HeadMain.run(out, out, args)).as("%s", text).isEqualTo(code);
    return text.toString();
  }

  private RunningServer serve() throws IOException {
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

  private void attach(String name, Path from) throws IOException {
    Path folder = Files.createDirectories(heads.resolve(name));
    for (String file : List.of("head.safetensors", "head.json")) {
      Files.copy(from.resolve(file), folder.resolve(file));
    }
  }

  private static ImageInput seven() throws IOException {
    return ImageInput.of(files(digits.resolve("digit 7")).get(0));
  }

  @Test
  void trainingSaysHowGoodTheHeadIsAndWritesAReport() throws IOException {
    assertThat(printed)
        .contains("20 of 10 classes")
        .contains("cross-validation of 20 images")
        .contains("accuracy")
        .contains("10.0 % by chance");
    assertThat(Files.readString(head.resolve("report.html")))
        .contains("<svg")
        .contains("digit 7")
        .doesNotContain("http://", "https://", "<script");
  }

  @Test
  void itsOwnImagesAreClassifiedWell() {
    String evaluation = run(0, "evaluate", head.toString(), digits.toString());

    assertThat(evaluation).contains("accuracy       100.0 %");
  }

  @Test
  void anotherSetIsJudgedByItsOwnImages() throws IOException {
    Path sevens = Files.createDirectories(work.resolve("sevens").resolve("digit 7"));
    for (Path image : files(digits.resolve("digit 7"))) {
      Files.copy(image, sevens.resolve(image.getFileName()));
    }
    run(0, "evaluate", head.toString(), digits.toString());

    Path report = work.resolve("sevens.html");
    run(
        0,
        "evaluate",
        head.toString(),
        sevens.getParent().toString(),
        "--report",
        report.toString());

    assertThat(Files.readString(report)).contains("<td>2, which it was not trained on");
  }

  @Test
  void anImageThatIsGoneIsTrainedOnNoMore() throws IOException {
    Path some = work.resolve("some");
    for (String digit : List.of("digit 0", "digit 1")) {
      Path of = Files.createDirectories(some.resolve(digit));
      for (Path image : files(digits.resolve(digit))) {
        Files.copy(image, of.resolve(image.getFileName()));
        Files.copy(image, of.resolve("again-" + image.getFileName()));
      }
    }
    String target = work.resolve("some-head").toString();
    assertThat(run(0, "train", some.toString(), target, "--strength", "1")).contains("8 of 2");
    Files.delete(files(some.resolve("digit 0")).get(0));

    assertThat(run(0, "train", some.toString(), target, "--strength", "1", "--force"))
        .contains("7 of 2");
  }

  @Test
  void featuresOfAnotherModelAreRefused() throws IOException {
    Path other = Files.createDirectories(work.resolve("another-model"));
    for (String file : List.of("head.safetensors", "head.json")) {
      Files.copy(head.resolve(file), other.resolve(file));
    }
    trainedOnAnotherModel(other);

    assertThat(run(1, "evaluate", other.toString(), digits.toString()))
        .contains("was trained on features of the model 0000");
  }

  @Test
  void aHeadOfAnotherModelReplacesNoneThatIsServed() throws Exception {
    try (RunningServer server = serve();
        IjepaClient client = connect(server)) {
      attach("kept", head);
      Eventually.holds("it is attached", () -> names(client).contains("kept"));

      trainedOnAnotherModel(heads.resolve("kept"));
      attach("later", head);

      Eventually.holds("both were looked at", () -> names(client).contains("later"));
      assertThat(names(client)).contains("kept");
    }
  }

  private static void trainedOnAnotherModel(Path head) throws IOException {
    Path manifest = head.resolve("head.json");
    String json = Files.readString(manifest);
    Files.writeString(
        manifest,
        json.replaceFirst(
            "\"encoder\" : \"[0-9a-f]{64}\"", "\"encoder\" : \"" + "0".repeat(64) + "\""));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void aHeadIsAttachedReplacedAndTakenOffWhileServingWithoutAFailedCall() throws Exception {
    try (RunningServer server = serve();
        IjepaClient client = connect(server)) {
      ClassifySettings mine = ClassifySettings.defaults().withHeads("mine");
      assertThatThrownBy(() -> client.classify(seven(), mine))
          .isInstanceOf(IjepaException.class)
          .hasMessageContaining("it has: default");

      attach("mine", head);
      Eventually.holds("it is attached", () -> names(client).contains("mine"));
      Classification attached =
          client.classify(seven(), ClassifySettings.defaults().withHeads("mine", "default"));
      assertThat(attached.top().label()).isEqualTo("digit 7");
      assertThat(attached.heads()).extracting(one -> one.name()).containsExactly("mine", "default");
      assertThat(attached.heads().get(1).classes().get(0).label()).isEqualTo("7");

      replaceUnderLoad(client, mine, attached.heads().get(0).fingerprint());

      Files.delete(heads.resolve("mine").resolve("head.json"));
      Eventually.holds("it is taken off", () -> !names(client).contains("mine"));
      assertThat(client.classify(seven()).top().label()).isEqualTo("7");
    }
  }

  @Test
  void anAttachedHeadIsReachedByEveryDoor() throws Exception {
    attach("mine", head);
    byte[] image = Files.readAllBytes(files(digits.resolve("digit 7")).get(0));
    try (RunningServer server = serve()) {
      ManagedChannel channel = server.connect();
      ModelInferResponse kserve =
          GRPCInferenceServiceGrpc.newBlockingStub(channel)
              .modelInfer(
                  KserveMessages.files(ByteString.copyFrom(image))
                      .putParameters("head", KserveMessages.text("mine"))
                      .addOutputs(KserveMessages.classes("CLASSES", 1))
                      .addOutputs(KserveMessages.classes("CLASSES.default", 1))
                      .build());
      channel.shutdownNow();
      assertThat(KserveMessages.texts(kserve, 0).get(0)).endsWith(":7:digit 7");
      assertThat(KserveMessages.texts(kserve, 1).get(0)).endsWith(":7:7");

      HttpClients http =
          new HttpClients(server.server().httpPort().orElseThrow(), Version.HTTP_1_1);
      String path = "/v1/models/embedded:classify?head=mine&top_k=1";
      String answer = new String(http.post(path, "image/png", image).body(), UTF_8);
      assertThat(answer).contains("\"label\":\"digit 7\"");
      assertThat(new String(http.get("/v1/models").body(), UTF_8)).contains("\"mine\"");
    }
  }

  private void replaceUnderLoad(IjepaClient client, ClassifySettings mine, String before)
      throws Exception {
    Path other = work.resolve("other");
    run(0, "train", digits.toString(), other.toString(), "--strength", "0.01");
    AtomicBoolean isReplaced = new AtomicBoolean();
    Thread load =
        new Thread(
            () -> {
              try {
                while (!isReplaced.get()) {
                  assertThat(client.classify(seven(), mine).top().label()).isEqualTo("digit 7");
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    AtomicBoolean failed = new AtomicBoolean();
    load.setUncaughtExceptionHandler((thread, failure) -> failed.set(true));
    load.start();

    for (String file : List.of("head.safetensors", "head.json")) {
      Path part = heads.resolve("mine").resolve(file);
      Path whole = Files.copy(other.resolve(file), part.resolveSibling(file + ".new"));
      Files.move(whole, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Eventually.holds(
        "the other is served",
        () -> !client.classify(seven(), mine).heads().get(0).fingerprint().equals(before));
    isReplaced.set(true);
    load.join();

    assertThat(failed).isFalse();
  }

  private static List<String> names(IjepaClient client) {
    return client.model("").heads().stream().map(one -> one.name()).toList();
  }

  @Test
  void aHeadOfAnotherModelStopsTheStartAndIsNamed() throws IOException {
    attach("mine", head);
    trainedOnAnotherModel(heads.resolve("mine"));

    assertThatThrownBy(this::serve)
        .hasStackTraceContaining("head 'mine' was trained on features of the model 0000");
  }

  @Test
  void badInputIsNamed() throws IOException {
    assertThat(run(1, "train", digits.toString(), head.toString())).contains("--force");
    assertThat(run(1, "train", work.resolve("none").toString(), work.resolve("new").toString()))
        .contains("is not there");
    Path flat = Files.createDirectory(work.resolve("flat"));
    Files.copy(SAMPLES.resolve("cat.jpg"), flat.resolve("cat.jpg"));
    assertThat(run(1, "train", flat.toString(), work.resolve("new").toString()))
        .contains("lies in no folder");
    assertThat(
            run(1, "train", digits.toString(), work.resolve("new").toString(), "--strength", "-1"))
        .contains("--strength must be above 0");
  }
}
