package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import dev.ijepa.client.PathName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names outside ASCII, and such as are no UTF-8, in each locale that a process may start in. */
@Timeout(120)
class FileNamesTest {
  private static final Path NOTHING = Path.of("/dev/null");

  private final FakeServer server = new FakeServer();

  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(folder.resolve("photos"));
    for (String name : List.of("é", "ü", "图一", "caf\udce9", "caf\udce8")) {
      write("photos/" + name + ".jpg", PathName.printable(name));
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void allFilesOfAFolderAreEmbeddedAndToldApart(String locale) throws Exception {
    assertThat(embed(locale, NOTHING, "photos").code()).isZero();

    assertThat(server.received()).containsExactlyInAnyOrder("é", "ü", "图一", "caf\\xe9", "caf\\xe8");
    assertThat(paths())
        .containsExactly(
            "photos/caf\\udce8.jpg",
            "photos/caf\\udce9.jpg",
            "photos/é.jpg",
            "photos/ü.jpg",
            "photos/图一.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void aFileThatCameLaterIsNotDoneFromBefore(String locale) throws Exception {
    embed(locale, NOTHING, "photos");
    write("photos/图二.jpg", "later");
    write("photos/caf\udcea.jpg", "later too");

    ClientProcess second = embed(locale, NOTHING, "photos");

    assertThat(second.err()).contains("5 images were done by an earlier run", "2/2 images");
    assertThat(server.received()).hasSize(7).endsWith("later too", "later");
    assertThat(paths()).endsWith("photos/caf\\udcea.jpg", "photos/图二.jpg");
    // Whatever locale the next run has.
    assertThat(embed("C", NOTHING, "photos").err())
        .contains("7 images were done by an earlier run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void argumentsAndListsNameTheSameFiles(String locale) throws Exception {
    Path list = folder.resolve("list");
    try (OutputStream out = Files.newOutputStream(list)) {
      for (String name : List.of("photos/caf\udce9.jpg", "photos/图一.jpg")) {
        out.write(PathName.bytes(name + "\0"));
      }
    }

    ClientProcess run = throughShell(locale, list, "photos/*.jpg - -0");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(paths())
        .hasSize(7)
        .contains("photos/caf\\udce8.jpg", "photos/é.jpg", "photos/ü.jpg")
        .endsWith("photos/caf\\udce9.jpg", "photos/图一.jpg");
    assertThat(server.received()).endsWith("caf\\xe9", "图一");
  }

  @Test
  void anAtSignIsACharacterOfAName() throws Exception {
    write("@cat.jpg", "cat");
    // What picocli would take for a file of arguments.
    write("cat.jpg", "--no-such-option");

    assertThat(embed("C", NOTHING, "@cat.jpg").code()).isZero();

    assertThat(paths()).containsExactly("@cat.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void membersOfArchivesKeepTheirNames(String locale) throws Exception {
    Path latin = folder.resolve(PathName.path("latin\udce9.tar"));
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(latin), "ISO-8859-1")) {
      for (String name : List.of("é.jpg", "è.jpg")) {
        tar.putArchiveEntry(new TarArchiveEntry(name));
        tar.closeArchiveEntry();
      }
    }

    assertThat(throughShell(locale, NOTHING, "latin*.tar").code()).isZero();

    assertThat(paths())
        .containsExactly("latin\\udce9.tar/\\udce9.jpg", "latin\\udce9.tar/\\udce8.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void classesCarryTheNamesToo(String locale) throws Exception {
    ClientProcess json = run(locale, NOTHING, "classify", "photos", "--json");
    ClientProcess table = run(locale, NOTHING, "classify", "photos");

    assertThat(json.code()).isZero();
    assertThat(json.out()).contains("{\"path\": \"photos/caf\\udce9.jpg\"", "\"photos/图一.jpg\"");
    assertThat(table.out()).contains("photos/caf\\xe9.jpg", "photos/图一.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void theResultsMayHaveAnyName(String locale) throws Exception {
    ClientProcess run = throughShell(locale, NOTHING, "photos --out \"$(printf 'numb\\351rs')\"");

    assertThat(run.code()).as(run.err()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> PathName.of(file.getFileName())))
          .contains("numb\udce9rs.npy", "numb\udce9rs.jsonl", "numb\udce9rs.json");
    }
    assertThat(throughShell(locale, NOTHING, "photos --out \"$(printf 'numb\\351rs')\"").err())
        .contains("5 images were done by an earlier run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void aPatternIsMatchedOrRefused(String locale) throws Exception {
    assertThat(embed(locale, NOTHING, "photos/*.jpg").code()).isZero();
    assertThat(paths()).hasSize(5);

    ClientProcess outsideAscii =
        throughShell(locale, NOTHING, "\"$(printf 'photos/\\345\\233\\276*.jpg')\" --overwrite");

    if (locale.equals("C")) {
      assertThat(outsideAscii.code()).isEqualTo(1);
      assertThat(outsideAscii.err()).contains("cannot be matched", "LC_ALL=C.UTF-8");
    } else {
      assertThat(paths()).containsExactly("photos/图一.jpg");
    }
  }

  private ClientProcess embed(String locale, Path input, String... inputs) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("embed"));
    arguments.addAll(List.of(inputs));
    arguments.addAll(List.of("--out", "out"));
    return run(locale, input, arguments.toArray(String[]::new));
  }

  private ClientProcess run(String locale, Path input, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--target", server.target()));
    return ClientProcess.run(locale, folder, input, all);
  }

  /** This process may not be able to write all arguments itself. */
  private ClientProcess throughShell(String locale, Path input, String arguments) throws Exception {
    String out = arguments.contains("--out") ? "" : " --out out";
    String command = "exec \"$0\" \"$@\" " + arguments + out;
    return ClientProcess.throughShell(
        locale, folder, input, command, List.of("embed", "--target", server.target()));
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(PathName.path(name)), content);
  }

  private List<String> paths() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl")).stream()
        .map(line -> line.replaceFirst("\\{\"path\": \"(.*)\", \"row\": \\d+}", "$1"))
        .toList();
  }
}
