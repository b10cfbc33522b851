package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.Eventually;
import dev.ijepa.client.FakeServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a user meets it, against a server on a real port. */
@Timeout(60)
class ClientMainTest {
  private final FakeServer server = new FakeServer();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFolderIsEmbeddedIntoTwoFiles(@TempDir Path folder) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images/deep"));
    Files.writeString(images.resolve("b.png"), "dog");
    Files.writeString(images.resolve("notes.txt"), "no image");
    Files.writeString(folder.resolve("images/a.JPG"), "cat");
    Path numbers = folder.resolve("numbers");

    int code =
        run("embed", folder.resolve("images").toString(), "--out", numbers.toString(), "--ordered");

    assertThat(code).isZero();
    NpyFile npy = NpyFile.read(folder.resolve("numbers.npy"));
    assertThat(npy.header()).contains("'shape': (2, 8,)");
    assertThat(npy.values()).hasSize(16);
    assertThat(Files.readAllLines(folder.resolve("numbers.jsonl")))
        .satisfiesExactly(
            line -> assertThat(line).contains("a.JPG\"").endsWith("\"row\": 0}"),
            line -> assertThat(line).contains("b.png\"").endsWith("\"row\": 1}"));
    assertThat(err.toString()).contains("2/2 images").contains("0 failed");
  }

  @ParameterizedTest
  @CsvSource({"f32, <f4, 4", "f16, <f2, 2", "bf16, <V2, 2", "int8, |i1, 1"})
  void numbersAreWrittenAsTheServerSentThem(
      String type, String description, int bytes, @TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path out = folder.resolve("numbers");

    int code = run("embed", cat.toString(), "--out", out.toString(), "--element-type", type);

    assertThat(code).isZero();
    NpyFile npy = NpyFile.read(folder.resolve("numbers.npy"));
    assertThat(npy.header()).contains("'descr': '" + description + "'", "'shape': (1, 8,)");
    assertThat(npy.data().remaining()).isEqualTo(8 * bytes);
    assertThat(npy.data()).isEqualTo(server.encoded("cat", type).asReadOnlyByteBuffer());
    assertThat(Files.readString(folder.resolve("numbers.json")))
        .contains("\"element_type\": \"" + type + "\"");
    assertThat(Files.exists(folder.resolve("numbers.scales.npy"))).isEqualTo(type.equals("int8"));
  }

  @Test
  void aFileMayListThePaths(@TempDir Path folder) throws IOException {
    Path star = Files.writeString(folder.resolve("a*b.jpg"), "star");
    Path line = Files.writeString(folder.resolve("a\nb.jpg"), "line");
    Path list = Files.writeString(folder.resolve("list"), star + "\0" + line + "\0");
    String out = folder.resolve("numbers").toString();

    int code = run("embed", "--files-from", list.toString(), "--null", "--out", out);

    assertThat(code).isZero();
    assertThat(Files.readAllLines(folder.resolve("numbers.jsonl"))).hasSize(2);
  }

  @Test
  void withoutPathsNothingIsSent() {
    assertThat(run("embed")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter", "--files-from");
  }

  @Test
  void theScalesOfVectorsAreOneEach(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path dog = Files.writeString(folder.resolve("dog.jpg"), "dog");
    String out = folder.resolve("numbers").toString();

    run("embed", cat.toString(), dog.toString(), "--out", out, "--element-type", "int8");

    NpyFile scales = NpyFile.read(folder.resolve("numbers.scales.npy"));
    assertThat(scales.header()).contains("'descr': '<f4'", "'shape': (2,)");
    assertThat(scales.values()).containsExactly(1 / 64f, 1 / 64f);
  }

  @Test
  void aFailedItemHasItsLineAndNoRow(@TempDir Path folder) throws IOException {
    server.refuseBadImages();
    Path bad = Files.writeString(folder.resolve("1.jpg"), "bad");
    Path good = Files.writeString(folder.resolve("2.jpg"), "good");
    Path missing = folder.resolve("3.jpg");
    Path numbers = folder.resolve("numbers.npy");

    int code =
        run(
            "embed",
            bad.toString(),
            good.toString(),
            missing.toString(),
            "--out",
            numbers.toString(),
            "--ordered");

    assertThat(code).isEqualTo(1);
    assertThat(NpyFile.read(numbers).header()).contains("'shape': (1, 8,)");
    assertThat(Files.readAllLines(folder.resolve("numbers.jsonl")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("\"code\": \"INVALID_ARGUMENT\"", "\"reason\": \"IMAGE_CORRUPT\""),
            line -> assertThat(line).endsWith("\"row\": 0}"),
            line -> assertThat(line).contains("INPUT_UNREADABLE", "no such file"));
  }

  @Test
  void withoutAFileATableIsPrinted(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");

    assertThat(run("embed", cat.toString(), "--output", "tokens")).isZero();

    assertThat(out.toString().lines().toList().get(0)).startsWith("path");
    assertThat(out.toString()).contains("cat.jpg  2×4");
  }

  @Test
  void classesArePrintedAsATableOrAsJson(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");

    assertThat(run("classify", cat.toString(), "--top-k", "2")).isZero();
    assertThat(out.toString()).contains("cat-0", "cat-1", "0.5000").doesNotContain("cat-2");

    assertThat(run("classify", cat.toString(), "--json")).isZero();
    assertThat(out.toString()).contains("\"classes\": [{\"index\": 0, \"label\": \"cat-0\"");
  }

  @Test
  void controlCharactersOfNamesAndLabelsDoNotReachTheTerminal(@TempDir Path folder)
      throws IOException {
    Path cat =
        Files.writeString(folder.resolve("a\u001b]0;title\u0007\n\u202ecat.jpg"), "c\u001b[2J");
    Path missing = folder.resolve("\u009b31mmissing.jpg");

    run("classify", cat.toString(), missing.toString());

    assertThat(out.toString() + err)
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b")
        .contains("a\\x1b]0;title\\x07\\n\\u202ecat.jpg", "c\\x1b[2J-0", "\\x9b31mmissing.jpg");

    run("embed", missing.toString(), "--\u009b31m");

    assertThat(err.toString()).contains("--\\x9b31m").doesNotContain("\u009b");
  }

  @Test
  void anArchiveThatIsNoneFailsAlone(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path broken = Files.writeString(folder.resolve("broken.tar.gz"), "no archive");

    assertThat(run("classify", broken.toString(), cat.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains("cannot read " + broken + ": it is no tar archive", "cat.jpg", "cat-0");
  }

  @Test
  void classesThatCameBeforeASignalArePrinted(@TempDir Path folder)
      throws IOException, InterruptedException {
    server.holdImages();
    for (String letters : List.of("1-cat", "2-dog", "hold")) {
      Files.writeString(folder.resolve(letters + ".jpg"), letters);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClientMain.class.getName(),
                "classify",
                folder.toString(),
                "--ordered",
                "--window=1",
                "--target=" + server.target())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // With a window of one, the cat has been taken when the third image comes.
      Eventually.holds(
          "the third image came", () -> server.received().contains("hold") || !process.isAlive());

      // Process.destroy would close the pipe, too.
      process.toHandle().destroy();

      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(printed).contains("1-cat-0");
      assertThat(process.waitFor()).isNotZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void standardOutputThatCannotBeWrittenIsAFailure(@TempDir Path folder) throws IOException {
    String cat = Files.writeString(folder.resolve("cat.jpg"), "cat").toString();
    String[] bench = {"bench", cat, "--duration", "100ms", "--warm-up", "0s"};

    for (String[] command :
        List.of(
            new String[] {"embed", cat},
            new String[] {"classify", cat},
            new String[] {"models"},
            bench,
            with(bench, "--json", "-"))) {
      err.getBuffer().setLength(0);

      int code = run(Map.of(), full(), with(command, "--target", server.target()));

      assertThat(code).as(command[0]).isEqualTo(1);
      assertThat(err.toString()).as(command[0]).contains("standard output cannot be written");
    }
  }

  @Test
  void nothingIsClassifiedThatNobodyWouldSee(@TempDir Path folder) throws IOException {
    String cat = Files.writeString(folder.resolve("cat.jpg"), "cat").toString();
    String[] many = Collections.nCopies(1000, cat).toArray(String[]::new);
    String[] options = {"classify", "--json", "--window=1", "--target=" + server.target()};

    assertThat(run(Map.of(), full(), with(options, many))).isEqualTo(1);

    assertThat(err.toString()).contains("standard output cannot be written");
    assertThat(server.received()).hasSizeLessThan(10);
  }

  @Test
  void pathsComeFromStandardInput(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path dog = Files.writeString(folder.resolve("big\ndog.jpg"), "dog");
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream((cat + "\0" + dog + "\0").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(run("classify", "-", "-0", "--json")).isZero();
    } finally {
      System.setIn(before);
    }

    assertThat(out.toString()).contains("cat-0", "dog-0");
  }

  @Test
  void theModelsAreListed() {
    assertThat(run("models")).isZero();

    assertThat(out.toString()).contains("fake (default)", "224×224/16", "1.5 M", "apache-2.0");
  }

  @Test
  void aBadValueNamesTheOptionAndWhatIsAllowed() {
    assertThat(run("embed", "x.jpg", "--output", "pixels")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--output'", "embedding, embedding-last4, tokens", "'pixels'");

    assertThat(run("classify", "x.jpg", "--top-k", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--top-k must be 0 (all) or more: -1");

    assertThat(run("embed", "x.jpg", "--windw", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--windw");
  }

  @Test
  void anUnknownModelIsWrongUsage() {
    assertThat(run("embed", "x.jpg", "--model", "other")).isEqualTo(2);
    assertThat(err.toString()).contains("no model other");
  }

  @Test
  void aServerOutOfReachHasItsOwnCode(@TempDir Path folder) {
    server.close();

    assertThat(run("embed", "x.jpg", "--out", folder.resolve("numbers").toString())).isEqualTo(3);
    assertThat(err.toString()).contains("UNAVAILABLE");
    assertThat(folder.resolve("numbers.npy")).doesNotExist();
  }

  @Test
  void theEnvironmentGivesDefaults(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Map<String, String> environment =
        Map.of(
            "IJEPA_CLIENT_TARGET", server.target(),
            "IJEPA_CLIENT_TOP_K", "1",
            "IJEPA_CLIENT_JSON", "true",
            // The server's: a name and a folder.
            "IJEPA_MODEL", "h14=models/h14");

    assertThat(run(environment, "classify", cat.toString())).isZero();

    assertThat(out.toString()).contains("cat-0").doesNotContain("cat-1");
  }

  @Test
  void aBenchPrintsATableOrJson(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");
    Path json = folder.resolve("bench.json");
    String[] bench = {
      "bench", cat.toString(), "--concurrency", "1,2", "--duration", "100ms", "--warm-up", "50ms"
    };

    assertThat(run(with(bench, "--json", json.toString()))).isZero();
    assertThat(out.toString()).contains("1 files", "1 in flight", "2 in flight");
    assertThat(Files.readString(json)).contains("\"concurrency\": 2");

    out.getBuffer().setLength(0);
    assertThat(run(with(bench, "--stream", "--json", "-"))).isZero();
    assertThat(out.toString()).startsWith("{\"target\": ").contains("\"streams\": 1");
  }

  @Test
  void aBenchOfWhichNothingCameSaysSoByItsCode(@TempDir Path folder) throws IOException {
    server.refuseBadImages();
    Path bad = Files.writeString(folder.resolve("bad.jpg"), "bad");

    assertThat(run("bench", bad.toString(), "--duration", "100ms", "--warm-up", "0s")).isEqualTo(1);

    assertThat(out.toString()).contains("× INVALID_ARGUMENT IMAGE_CORRUPT");
  }

  @Test
  void aBenchThatCannotBeIsRefused() {
    assertThat(run("bench", "--rate", "5", "--concurrency", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("--concurrency and --rate exclude each other");

    assertThat(run("bench", "--synthetic", "big")).isEqualTo(2);
    assertThat(err.toString()).contains("--synthetic", "WIDTHxHEIGHT");

    assertThat(run("bench", "--duration", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("--duration", "30s");
  }

  @Test
  void inputsThatCannotBeAreToldInALine(@TempDir Path folder) {
    assertThat(run("embed", folder.resolve("none.tar").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("none.tar: no such file");

    assertThat(run("embed", folder.resolve("[.jpg").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("[.jpg").doesNotContain("\tat ");
  }

  @Test
  void aFlagDoesNotEatTheNextPath(@TempDir Path folder) throws IOException {
    Path cat = Files.writeString(folder.resolve("cat.jpg"), "cat");

    assertThat(run("embed", "--l2-normalize", cat.toString())).isZero();

    assertThat(out.toString()).contains("cat.jpg");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--target", server.target()));
    return run(Map.of(), all.toArray(new String[0]));
  }

  private int run(Map<String, String> environment, String... arguments) {
    return run(environment, new PrintWriter(out, true), arguments);
  }

  private int run(Map<String, String> environment, PrintWriter output, String... arguments) {
    return ClientMain.run(environment, output, new PrintWriter(err, true), arguments);
  }

  /** As {@code main} makes it, on a disk that is full. */
  private static PrintWriter full() {
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    return new PrintWriter(new PrintStream(disk, true), true, StandardCharsets.UTF_8);
  }
}
