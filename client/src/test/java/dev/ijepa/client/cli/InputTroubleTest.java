package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files, folders and archives that cannot be read as they should: what is lost, and what is told.
 */
@Timeout(60)
class InputTroubleTest {
  private final FakeServer server = new FakeServer();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theResultsAreInTheOrderOfTheInputs() throws IOException {
    server.refuseBadImages();
    for (String name : List.of("img10", "img2", "bad1", "IMG3")) {
      Files.writeString(folder.resolve(name + ".jpg"), name);
    }
    Path last = Files.writeString(folder.resolve("a.png"), "last");

    assertThat(embed(folder, last)).isEqualTo(1);

    assertThat(paths())
        .containsExactly("IMG3.jpg", "a.png", "bad1.jpg", "img2.jpg", "img10.jpg", "a.png");
  }

  @Test
  void aTruncatedArchiveFailsAndTheOthersAreRead() throws IOException {
    Path broken = TarFixture.write(folder.resolve("1.tar"), "cat", "dog");
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(whole, 512 * 4 + 512 + 1));
    Path good = TarFixture.write(folder.resolve("2.tar"), "bird");

    assertThat(embed(broken, good)).isEqualTo(1);

    assertThat(paths()).containsExactly("cat.jpg", "1.tar", "bird.jpg");
    assertThat(lines().get(1))
        .contains("INPUT_UNREADABLE", "the archive ends too early, at or after dog.jpg");

    Files.write(broken, whole);
    assertThat(embed(broken, good)).isZero();
    assertThat(paths()).containsExactly("cat.jpg", "bird.jpg", "dog.jpg");
  }

  @Test
  void whatAnArchiveIsTheContentTells() throws IOException {
    Path plain = TarFixture.write(folder.resolve("shard.tar"), "cat");
    Path gzipped = TarFixture.write(folder.resolve("shard.tar.gz"), "dog");
    Path first = Files.move(plain, folder.resolve("plain.tar.gz"));
    Path second = Files.move(gzipped, folder.resolve("gzipped.tar"));

    assertThat(embed(first, second)).isZero();

    assertThat(server.received()).containsExactly("cat", "dog");
  }

  @ParameterizedTest
  @CsvSource({
    "a.tar.bz2, 425A6839, it is an archive of bzip2",
    "a.txz, FD377A585A00, it is an archive of xz",
    "a.tar.zst, 28B52FFD00, it is an archive of zstd",
    "a.tar, 504B0304, it is an archive of zip",
    "a.tgz, '', it is empty",
    "a.tar, 00, it is no tar archive"
  })
  void anArchiveOfAnotherKindIsNamed(String name, String hex, String reason) throws IOException {
    Path archive = folder.resolve(name);
    Files.write(archive, java.util.HexFormat.of().parseHex(hex));

    assertThat(embed(archive)).isEqualTo(1);

    assertThat(lines()).singleElement().asString().contains(name + ": " + reason);
  }

  @Test
  void linksInArchivesAreTheImagesThatTheyPointTo() throws IOException {
    Path archive = folder.resolve("links.tar.gz");
    try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      link(tar, TarConstants.LF_SYMLINK, "b/forward.jpg", "../a/cat.bin");
      link(tar, TarConstants.LF_SYMLINK, "chain.jpg", "b/forward.jpg");
      file(tar, "./a/cat.bin", "cat");
      file(tar, "dog.jpg", "dog");
      link(tar, TarConstants.LF_LINK, "hard.jpg", "dog.jpg");
      link(tar, TarConstants.LF_SYMLINK, "loop.jpg", "loop.jpg");
      link(tar, TarConstants.LF_SYMLINK, "outside.jpg", "../dog.jpg");
      link(tar, TarConstants.LF_SYMLINK, "absolute.jpg", "/dog.jpg");
      link(tar, TarConstants.LF_LINK, "missing.jpg", "none.jpg");
      link(tar, TarConstants.LF_FIFO, "pipe.jpg", "");
      link(tar, TarConstants.LF_CHR, "zero.jpg", "");
    }

    assertThat(embed(archive)).isEqualTo(1);

    assertThat(server.received()).containsExactly("dog", "cat", "cat", "dog");
    assertThat(paths())
        .containsExactly(
            "dog.jpg",
            "pipe.jpg",
            "zero.jpg",
            "forward.jpg",
            "chain.jpg",
            "hard.jpg",
            "loop.jpg",
            "outside.jpg",
            "absolute.jpg",
            "missing.jpg");
    assertThat(lines().subList(1, 3)).allMatch(line -> line.contains("a named pipe or a device"));
    assertThat(lines().subList(6, 10))
        .allMatch(line -> line.contains("it is a link to nothing that the archive holds"));

    assertThat(embed(archive)).isEqualTo(1);
    assertThat(server.received()).hasSize(4);
  }

  @Test
  void membersAreNamesAndNothingIsWritten() throws IOException {
    Path archive = folder.resolve("names.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      file(tar, "../../up.jpg", "up");
      file(tar, "inner.tar", "no image");
      file(tar, "empty.jpg", "");
      TarArchiveEntry absolute = new TarArchiveEntry("/etc/x.jpg", true);
      absolute.setSize(0);
      tar.putArchiveEntry(absolute);
      tar.closeArchiveEntry();
    }

    assertThat(embed(archive)).isZero();

    assertThat(server.received()).containsExactly("up", "", "");
    assertThat(lines().get(0)).contains("names.tar/../../up.jpg");
    assertThat(lines().get(2)).contains("names.tar//etc/x.jpg");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aBackslashIsACharacterOfAName() throws IOException {
    Files.writeString(folder.resolve("x\\.jpg"), "cat");

    assertThat(embed(folder)).isZero();

    assertThat(server.received()).containsExactly("cat");
  }

  @Test
  void whatIsPassedOverIsTold() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    for (String name : List.of("1.HEIC", "2.heic", "notes.txt", "README", ".DS_Store")) {
      Files.writeString(photos.resolve(name), "");
    }

    assertThat(embed(photos)).isEqualTo(1);

    assertThat(err.toString())
        .contains(
            "passed over 4 files that are no images by their names: 2 .heic, 1 .txt, 1 of other names",
            "no images were found");

    Files.writeString(photos.resolve("a.jpg"), "cat");
    assertThat(embed(photos)).isZero();
    assertThat(embed(photos)).as("all is done").isZero();
  }

  @Test
  void anArchiveWithoutImagesIsToldToo() throws IOException {
    assertThat(embed(TarFixture.write(folder.resolve("labels.tar")))).isEqualTo(1);

    assertThat(err.toString()).contains("no images were found");
  }

  @Test
  void pipesAreNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("b.jpg");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThat(made).isZero();
    Path archive = Files.createSymbolicLink(folder.resolve("pipe.tar"), pipe);
    Files.writeString(folder.resolve("a.jpg"), "cat");
    Files.createSymbolicLink(folder.resolve("c.jpg"), Path.of("/dev/zero"));
    Files.createSymbolicLink(folder.resolve("d.jpg"), folder.resolve("none"));

    assertThat(embed(folder, pipe, archive)).isEqualTo(1);

    assertThat(server.received()).containsExactly("cat");
    assertThat(paths()).containsExactly("a.jpg", "b.jpg", "c.jpg", "d.jpg", "b.jpg", "pipe.tar");
    assertThat(lines())
        .filteredOn(line -> line.contains("a named pipe, a socket or a device"))
        .hasSize(4);
    assertThat(lines().get(3)).contains("no such file");
    assertThat(ClientMain.run(Map.of(), none(), new PrintWriter(err), with("bench", pipe)))
        .isEqualTo(1);
  }

  @Test
  void aLinkThatGoesRoundSaysSo() throws IOException {
    Files.createSymbolicLink(folder.resolve("above"), folder);
    Files.writeString(folder.resolve("a.jpg"), "cat");

    assertThat(embed(folder)).isEqualTo(1);

    assertThat(lines().get(1)).contains("it is a link to a folder above it");
  }

  @Test
  void theLimitOfAnImageCanBeRaised() throws IOException {
    Path image = Files.writeString(folder.resolve("a.jpg"), "x".repeat(2000));
    Path archive = TarFixture.write(folder.resolve("a.tar"), "y".repeat(90));

    assertThat(run(with("embed", image, archive, "--max-image-bytes=80"))).isEqualTo(1);
    assertThat(lines()).hasSize(2).allMatch(line -> line.contains("IMAGE_TOO_LARGE"));

    assertThat(run(with("embed", image, archive, "--max-image-bytes=2KiB"))).isZero();
    assertThat(run(with("embed", image, "--max-image-bytes=2GiB"))).isEqualTo(2);
    assertThat(err.toString()).contains("'2GiB' is not a size from 1B to 1GiB");
  }

  private static void file(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, byte type, String name, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl"));
  }

  private List<String> paths() throws IOException {
    return lines().stream()
        .map(line -> line.replaceFirst("\\{\"path\": \"(?:[^\"]*/)?([^\"]*)\".*", "$1"))
        .toList();
  }

  private int embed(Path... inputs) {
    return run(with("embed", (Object[]) inputs));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    return ClientMain.run(Map.of(), none(), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private String[] with(String command, Object... more) {
    List<String> all = new ArrayList<>(List.of(command, "--target", server.target()));
    for (Object argument : more) {
      all.add(argument.toString());
    }
    return all.toArray(String[]::new);
  }

  private static PrintWriter none() {
    return new PrintWriter(new StringWriter());
  }
}
