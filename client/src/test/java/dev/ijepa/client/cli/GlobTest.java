package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
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
  void noFolderIsListedInWhichNothingCanMatch() throws IOException {
    Path locked = unreadable("locked");

    assertThat(matches("*.jpg")).containsExactly("top.jpg");

    makeReadable(locked);
  }

  @Test
  void aFolderThatCannotBeListedStaysIn() throws IOException {
    Path locked = unreadable("a/locked");

    assertThat(matches("a/**/*.jpg")).containsExactly("a/b/deep.jpg", "a/locked", "a/middle.jpg");
    assertThat(ImageFiles.of(List.of(folder.resolve("a"))).files())
        .extracting(FoundFile::path)
        .contains(locked)
        .hasSize(4);

    makeReadable(locked);
  }

  @Test
  void aLinkToAFolderAboveItStaysInAlone() throws IOException {
    Files.createSymbolicLink(folder.resolve("a/above"), folder);

    assertThat(matches("*.jpg")).containsExactly("top.jpg");
    assertThat(matches("a/*.jpg")).containsExactly("a/middle.jpg");
    assertThat(matches("**/*.jpg"))
        .containsExactly("a/above", "a/b/deep.jpg", "a/middle.jpg", "top.jpg");
  }

  @Test
  void aFileOfThatVeryNameIsNoPattern() throws IOException {
    Path odd = Files.writeString(folder.resolve("photo[1].jpg"), "");

    assertThat(Glob.isGlob(odd)).isFalse();
    assertThat(Glob.isGlob(folder.resolve("photo[2].jpg"))).isTrue();
    assertThat(Glob.isGlob(folder.resolve("plain.jpg"))).isFalse();
  }

  @Test
  void namesMayHaveSeveralLines() throws IOException {
    Files.createDirectories(folder.resolve("two\nlines"));
    Files.writeString(folder.resolve("two\nlines/x.jpg"), "");

    assertThat(matches("**/x.jpg")).containsExactly("two\nlines/x.jpg");
    assertThat(matches("two\nlines/*.jpg")).containsExactly("two\nlines/x.jpg");
    assertThat(Glob.isGlob(folder.resolve("two\nlines/*.jpg"))).isTrue();
  }

  @Test
  void aFolderThatIsNotThereMatchesNothing() throws IOException {
    assertThat(matches("none/*.jpg")).isEmpty();
  }

  private Path unreadable(String name) throws IOException {
    Path locked = Files.createDirectory(folder.resolve(name));
    Files.writeString(locked.resolve("hidden.jpg"), "");
    Files.setPosixFilePermissions(locked, Set.of());
    // Root may read everything.
    assumeThat(Files.isReadable(locked)).isFalse();
    return locked;
  }

  private static void makeReadable(Path locked) throws IOException {
    // Else the temporary folder could not be deleted.
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> matches(String pattern) throws IOException {
    return new Glob(folder.resolve(pattern))
        .files().stream().map(file -> folder.relativize(file.path()).toString()).toList();
  }
}
