package dev.ijepa.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNameTest {

  @ParameterizedTest
  @CsvSource({
    "636166E92E6A7067, caf\\udce9.jpg",
    "C3A92E6A7067, é.jpg",
    "F09F9880E9FFFE, 😀\\udce9\\udcff\\udcfe",
    // A surrogate has no UTF-8, and neither has half a character.
    "EDA0BDEDB880, \\udced\\udca0\\udcbd\\udced\\udcb8\\udc80",
    "E28241, \\udce2\\udc82A",
    "C080, \\udcc0\\udc80"
  })
  void aNameIsWhatPythonMakesOfItsBytes(String hex, String name) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(PathName.of(bytes)).isEqualTo(unescaped(name));
    assertThat(PathName.bytes(unescaped(name))).isEqualTo(bytes);
  }

  @Test
  void allBytesComeBack() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);

      assertThat(PathName.bytes(PathName.of(bytes))).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "/a/b.jpg",
        "é/ü.jpg",
        "/tmp/\udce9",
        "../\udce9/./x",
        "a b%41?#.jpg",
        "",
        "/",
        "é"
      })
  void aPathHasItsNameAndANameItsPath(String name) {
    Path path = PathName.path(name);

    assertThat(PathName.of(path)).isEqualTo(name);
    assertThat(path.isAbsolute()).isEqualTo(name.startsWith("/"));
  }

  @Test
  void slashesThatSeparateNothingAreDropped() {
    assertThat(PathName.of(PathName.path("//\udce9//x/"))).isEqualTo("/\udce9/x");
  }

  @Test
  void filesWhoseNamesAreNoTextAreTold(@TempDir Path folder) throws IOException {
    for (String name : List.of("caf\udce9.jpg", "caf\udce8.jpg")) {
      Files.writeString(folder.resolve(PathName.path(name)), name.substring(0, 3));
    }

    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        names.add(PathName.of(file.getFileName()));
        assertThat(PathName.path(PathName.of(file))).isEqualTo(file).hasContent("caf");
      }
    }
    assertThat(names).containsExactlyInAnyOrder("caf\udce9.jpg", "caf\udce8.jpg");
  }

  @Test
  void noPathHasANullCharacter() {
    assertThatThrownBy(() -> PathName.path("é\0")).isInstanceOf(InvalidPathException.class);
  }

  @Test
  void peopleSeeTheByte() {
    assertThat(PathName.printable("caf\udce9 😀.jpg")).isEqualTo("caf\\xe9 😀.jpg");
    assertThat(PathName.isText("caf\udce9")).isFalse();
    assertThat(PathName.isText("café 😀")).isTrue();
    assertThat("café".getBytes(UTF_8)).isEqualTo(PathName.bytes("café"));
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean escaped = text.startsWith("\\u", i);
      plain.append(escaped ? (char) HexFormat.fromHexDigits(text, i + 2, i + 6) : text.charAt(i));
      i += escaped ? 5 : 0;
    }
    return plain.toString();
  }
}
