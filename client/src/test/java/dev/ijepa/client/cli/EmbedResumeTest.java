package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second run of {@code embed} with the same {@code --out} does the rest, and only the rest. */
@Timeout(60)
class EmbedResumeTest {
  private final FakeServer server = new FakeServer();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path images;

  @BeforeEach
  void fill() throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    for (String name : List.of("a", "b", "c", "d", "e")) {
      Files.writeString(images.resolve(name + ".jpg"), name);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatIsDoneIsNotSentAgain() throws IOException {
    embed(images.resolve("b.jpg"), images.resolve("d.jpg"));
    List<Float> before = NpyFile.read(folder.resolve("out.npy")).values();

    assertThat(embed(images)).isZero();

    assertThat(server.received()).containsExactly("b", "d", "a", "c", "e");
    assertThat(paths()).containsExactly("b", "d", "a", "c", "e");
    NpyFile after = NpyFile.read(folder.resolve("out.npy"));
    assertThat(after.header()).contains("(5, 8,)");
    assertThat(after.values()).startsWith(before.toArray(Float[]::new)).hasSize(40);
    assertThat(err.toString()).contains("2 images were done by an earlier run", "3/3 images");
  }

  @Test
  void anEndLikeThatOfAKilledProcessIsRepaired() throws IOException {
    embed(images.resolve("a.jpg"), images.resolve("b.jpg"), images.resolve("c.jpg"));
    // The row of c was cut in half, and a line had only begun.
    Path npy = folder.resolve("out.npy");
    Files.write(npy, java.util.Arrays.copyOf(Files.readAllBytes(npy), 128 + 2 * 32 + 7));
    Files.writeString(folder.resolve("out.jsonl"), "{\"path\": \"x", StandardOpenOption.APPEND);

    assertThat(embed(images)).isZero();

    assertThat(server.received()).containsExactly("a", "b", "c", "c", "d", "e");
    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
    assertThat(NpyFile.read(npy).header()).contains("(5, 8,)");
    assertThat(NpyFile.read(npy).values()).hasSize(40);
  }

  @Test
  void whatFailedIsTriedAgainAndHasOneLineAfterwards() throws IOException {
    server.refuseBadImages();
    Path bad = Files.writeString(images.resolve("0.jpg"), "bad");
    assertThat(embed(bad, images.resolve("a.jpg"))).isEqualTo(1);
    Files.writeString(bad, "good");

    assertThat(embed(images)).isZero();

    assertThat(paths()).containsExactlyInAnyOrder("0", "a", "b", "c", "d", "e");
  }

  @Test
  void filesOfOtherNumbersAreNotTouched() throws IOException {
    embed(images.resolve("a.jpg"));

    assertThat(run("embed", images.toString(), "--l2-normalize")).isEqualTo(1);

    assertThat(err.toString()).contains("other embeddings", "--overwrite");
    assertThat(paths()).containsExactly("a");
    assertThat(run("embed", images.toString(), "--l2-normalize", "--overwrite")).isZero();
    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
    assertThat(Files.readString(folder.resolve("out.json")))
        .contains("\"output\": \"embedding\"", "\"l2_normalize\": true", "\"fingerprint\": ");
  }

  @Test
  void numbersOfAnotherTypeOrOutputAreNotTouched() throws IOException {
    assertThat(run("embed", images.toString(), "--element-type", "f16")).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("out.npy"));

    assertThat(run("embed", images.toString())).isEqualTo(1);
    assertThat(run("embed", images.toString(), "--element-type", "bf16")).isEqualTo(1);
    assertThat(run("embed", images.toString(), "--element-type", "f16", "--output", "tokens"))
        .isEqualTo(1);

    assertThat(err.toString())
        .contains(
            "other embeddings: {\"output\": \"embedding\", \"element_type\": \"f16\"",
            "not {\"output\": \"embedding\", \"element_type\": \"f32\"",
            "not {\"output\": \"embedding\", \"element_type\": \"bf16\"",
            "not {\"output\": \"tokens\", \"element_type\": \"f16\"");
    assertThat(Files.readAllBytes(folder.resolve("out.npy"))).isEqualTo(before);
  }

  @Test
  void scalesAreResumedWithTheirRows() throws IOException {
    String[] int8 = {"--element-type", "int8", "--output", "tokens"};
    run(with(int8, "embed", images.resolve("a.jpg"), images.resolve("b.jpg")));
    Path scales = folder.resolve("out.scales.npy");
    // The scales of b were cut in half.
    Files.write(scales, java.util.Arrays.copyOf(Files.readAllBytes(scales), 128 + 8 + 4));

    assertThat(run(with(int8, "embed", images))).isZero();

    assertThat(server.received()).containsExactly("a", "b", "b", "c", "d", "e");
    assertThat(NpyFile.read(folder.resolve("out.npy")).header()).contains("(5, 2, 4,)");
    assertThat(NpyFile.read(scales).header()).contains("'<f4'", "(5, 2,)");
    assertThat(NpyFile.read(scales).values())
        .hasSize(10)
        .startsWith(1 / 64f, 2 / 64f)
        .endsWith(1 / 64f, 2 / 64f);
  }

  @Test
  void scalesGoWithTheNumbersThatTheyWereOf() throws IOException {
    run("embed", images.toString(), "--element-type", "int8");
    assertThat(folder.resolve("out.scales.npy")).exists();

    assertThat(run("embed", images.toString(), "--overwrite")).isZero();

    assertThat(folder.resolve("out.scales.npy")).doesNotExist();
  }

  @Test
  void oldRowsAreNotGoneOnWithAfterAnOverwriteThatWasCutOff() throws IOException {
    embed(images.resolve("a.jpg"));
    Path npy = folder.resolve("out.npy");
    byte[] before = Files.readAllBytes(npy);
    // A folder there ends the run right after it has begun.
    Files.delete(npy);
    Files.createDirectory(npy);
    assertThat(run("embed", images.toString(), "--l2-normalize", "--overwrite")).isEqualTo(1);
    Files.delete(npy);
    Files.write(npy, before);

    assertThat(run("embed", images.toString(), "--l2-normalize")).isEqualTo(1);

    assertThat(err.toString()).contains("out.npy is there, but not", "out.jsonl", "--overwrite");
    assertThat(Files.readAllBytes(npy)).isEqualTo(before);
    assertThat(run("embed", images.toString(), "--l2-normalize", "--overwrite")).isZero();
    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.npy", "out.scales.npy", "out.json"})
  void filesOfSomethingElseAreNotTouched(String name) throws IOException {
    Path theirs = Files.writeString(folder.resolve(name), "theirs");

    assertThat(embed(images)).isEqualTo(1);

    assertThat(err.toString()).contains(name, "--overwrite");
    assertThat(theirs).hasContent("theirs");
    assertThat(embed(images, "--overwrite")).isZero();
    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFirstStartThatWasCutOffIsGoneOnWith(int created) throws IOException {
    String[] int8 = {"--element-type", "int8"};
    run(with(int8, "embed", folder.resolve("none.jpg")));
    for (String name : List.of("out.npy", "out.scales.npy", "out.jsonl").subList(created - 1, 3)) {
      Files.delete(folder.resolve(name));
    }

    assertThat(run(with(int8, "embed", images))).isZero();

    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
    assertThat(NpyFile.read(folder.resolve("out.npy")).header()).contains("(5, 8,)");
  }

  @Test
  void aRunOfWhichAllFailedIsGoneOnWith() throws IOException {
    server.refuseBadImages();
    Path bad = Files.writeString(images.resolve("0.jpg"), "bad");
    assertThat(embed(bad)).isEqualTo(1);
    Files.writeString(bad, "good");

    assertThat(embed(images)).isZero();

    assertThat(NpyFile.read(folder.resolve("out.npy")).header()).contains("(6, 8,)");
  }

  @Test
  void membersOfArchivesAreResumedToo() throws IOException {
    Path shard = TarFixture.write(folder.resolve("shard.tar"), "cat", "dog");
    embed(shard);

    assertThat(embed(TarFixture.write(shard, "cat", "dog", "bird"))).isZero();

    assertThat(server.received()).containsExactly("cat", "dog", "bird");
    assertThat(err.toString()).contains("1 images (100 %)");
  }

  @Test
  void aSecondRunBesideTheFirstIsRefused() throws Exception {
    server.holdImages();
    Path hold = Files.writeString(images.resolve("hold.jpg"), "hold");
    AtomicInteger code = new AtomicInteger(-1);
    StringWriter firstErr = new StringWriter();
    PrintWriter none = new PrintWriter(new StringWriter());
    Thread first =
        new Thread(
            () ->
                code.set(
                    ClientMain.run(
                        Map.of(),
                        none,
                        new PrintWriter(firstErr, true),
                        all("embed", images.resolve("a.jpg").toString(), hold.toString()))));
    first.start();
    while (!server.received().contains("hold") && first.isAlive()) {
      Thread.onSpinWait();
    }

    assertThat(embed(images)).isEqualTo(1);
    assertThat(embed(images, "--overwrite")).isEqualTo(1);

    assertThat(err.toString()).contains("another run writes to these files", "--out");
    assertThat(server.received()).containsExactly("a", "hold");
    server.releaseImages();
    first.join(30_000);
    assertThat(code).hasValue(0);
    assertThat(folder.resolve("out.lock")).doesNotExist();
    assertThat(paths()).containsExactly("a", "hold");
  }

  @Test
  void aLockThatAKilledRunLeftIsNone() throws IOException {
    Files.createFile(folder.resolve("out.lock"));

    assertThat(embed(images)).isZero();

    assertThat(folder.resolve("out.lock")).doesNotExist();
  }

  @Test
  void aCharacterThatWasCutInHalfIsRepaired() throws IOException {
    embed(images.resolve("a.jpg"));
    Files.write(
        folder.resolve("out.jsonl"),
        new byte[] {'{', '"', 'p', '"', ':', '"', (byte) 0xE5, (byte) 0x9B},
        StandardOpenOption.APPEND);

    assertThat(embed(images)).isZero();

    assertThat(paths()).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void aPathMayBeLongAndFullOfEscapes() throws IOException {
    Path shard = folder.resolve("shard.tar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(shard), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String name : List.of("\"é".repeat(20_000), "x".repeat(50_000))) {
        TarArchiveEntry entry = new TarArchiveEntry(name + ".jpg");
        entry.setSize(1);
        tar.putArchiveEntry(entry);
        tar.write('x');
        tar.closeArchiveEntry();
      }
    }
    embed(shard);

    assertThat(embed(shard)).isZero();

    assertThat(server.received()).hasSize(2);
  }

  @Test
  void aFileOfAnotherProgramIsNoLock() throws IOException {
    Path other = Files.writeString(folder.resolve("out.lock"), "versions of packages");

    assertThat(embed(images)).isEqualTo(1);

    assertThat(err.toString()).contains("out.lock", "--out");
    assertThat(other).hasContent("versions of packages");
  }

  private List<String> paths() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl")).stream()
        .map(line -> line.replaceFirst(".*/(\\w+)\\.jpg\".*", "$1"))
        .toList();
  }

  private int embed(Object... inputs) {
    return run(with(new String[0], "embed", inputs));
  }

  private static String[] with(String[] options, String command, Object... inputs) {
    List<String> arguments = new ArrayList<>(List.of(command));
    for (Object input : inputs) {
      arguments.add(input.toString());
    }
    arguments.addAll(List.of(options));
    return arguments.toArray(new String[0]);
  }

  private int run(String... arguments) {
    return ClientMain.run(
        Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), all(arguments));
  }

  private String[] all(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--target", server.target(), "--window", "1"));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    return all.toArray(new String[0]);
  }
}
