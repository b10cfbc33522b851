package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of files, for shells that do not expand it: {@code photos/**}{@code /*.jpg}. As in
 * shells, {@code **}{@code /} also stands for no folder at all; it can't stand within braces.
 */
record Glob(Path pattern) {
  private static final String SPECIAL = "(?s).*[*?\\[{].*";

  private static final Pattern END_OF_LINE = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");

  /** Whether it has a wildcard and is not the very name of a file. */
  static boolean isGlob(Path path) {
    return path.toString().matches(SPECIAL) && !Files.exists(path);
  }

  /**
   * The files that match, and folders that cannot be listed, sorted by path.
   *
   * @throws IOException if reading the folders fails otherwise
   * @throws java.util.regex.PatternSyntaxException if it is no pattern
   */
  List<FoundFile> files() throws IOException {
    requireReadable();
    Path folder = fixedFolder();
    PathMatcher matcher =
        pattern
            .getFileSystem()
            .getPathMatcher("glob:" + zeroOrMoreFolders(inOneLine(pattern).toString()));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return FileTree.files(
        folder, depthBelow(folder), file -> matcher.matches(inOneLine(file.path())), file -> {});
  }

  // Patterns and names are compared as Java reads them: all that it cannot read looks the same.
  private void requireReadable() throws IOException {
    String name = PathName.of(pattern);
    if (!PathName.isText(name) || !(LocaleEncoding.isUtf8() || name.equals(pattern.toString()))) {
      throw new IOException(
          "the pattern %s cannot be matched in this locale: set LC_ALL=C.UTF-8, or name the folder"
              .formatted(PathName.printable(name)));
    }
  }

  private int depthBelow(Path folder) {
    if (pattern.toString().contains("**")) {
      return Integer.MAX_VALUE;
    }
    return pattern.getNameCount() - (folder.toString().isEmpty() ? 0 : folder.getNameCount());
  }

  /** The part before the first wildcard: nothing above it can match. */
  private Path fixedFolder() {
    Path folder = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path part : pattern) {
      if (part.toString().matches(SPECIAL)) {
        break;
      }
      folder = folder.resolve(part);
    }
    return folder;
  }

  /** Java's {@code **} stops at the end of a line, and names may have several. */
  private static Path inOneLine(Path path) {
    String text = path.toString();
    // What Java could not read, U+FFFD, has no bytes in some locales.
    return END_OF_LINE.matcher(text).find()
        ? Path.of(text.replaceAll(END_OF_LINE + "|\uFFFD", "\u0001"))
        : path;
  }

  private static String zeroOrMoreFolders(String glob) {
    return glob.replace("**/", "{,**/}");
  }
}
