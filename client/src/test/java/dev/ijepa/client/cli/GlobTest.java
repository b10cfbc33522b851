package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobTest {
  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    for (String name : List.of("top.jpg", "top.txt", "a/middle.jpg", "a/b/deep.jpg", "a/b/x.png")) {
      Files.writeString(folder.resolve(name), "");
    }
  }

  @Test
  void oneStarStaysInItsFolder() throws IOException {
    assertThat(matches("*.jpg")).containsExactly("top.jpg");
    assertThat(matches("a/*/*")).containsExactly("a/b/deep.jpg", "a/b/x.png");
  }

  @Test
  void twoStarsAreAnyDepthAndNone() throws IOException {
    assertThat(matches("**/*.jpg")).containsExactly("a/b/deep.jpg", "a/middle.jpg", "top.jpg");
    assertThat(matches("a/**/*.{jpg,png}"))
        .containsExactly("a/b/deep.jpg", "a/b/x.png", "a/middle.jpg");
  }

  @Test
  void aFileOfThatVeryNameIsNoPattern() throws IOException {
    Path odd = Files.writeString(folder.resolve("photo[1].jpg"), "");

    assertThat(Glob.isGlob(odd)).isFalse();
    assertThat(Glob.isGlob(folder.resolve("photo[2].jpg"))).isTrue();
    assertThat(Glob.isGlob(folder.resolve("plain.jpg"))).isFalse();
  }

  @Test
  void aFolderThatIsNotThereMatchesNothing() throws IOException {
    assertThat(matches("none/*.jpg")).isEmpty();
  }

  private List<String> matches(String pattern) throws IOException {
    return new Glob(folder.resolve(pattern))
        .files().stream().map(path -> folder.relativize(path).toString()).toList();
  }
}
