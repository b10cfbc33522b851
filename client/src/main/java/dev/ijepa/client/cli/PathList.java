package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of paths, as {@code find} prints it: bytes, whatever the locale. */
final class PathList {
  private PathList() {}

  /**
   * Reads to the end.
   *
   * @param byNull whether paths end with a null character ({@code find -print0}), not with a line
   */
  static List<Path> read(InputStream list, boolean byNull) throws IOException {
    byte[] bytes = list.readAllBytes();
    List<Path> paths = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == (byNull ? 0 : '\n')) {
        // Windows ends a line with two characters.
        boolean hasReturn = !byNull && i > start && bytes[i - 1] == '\r';
        addPath(paths, Arrays.copyOfRange(bytes, start, hasReturn ? i - 1 : i));
        start = i + 1;
      }
    }
    return paths;
  }

  private static void addPath(List<Path> paths, byte[] name) {
    if (name.length > 0) {
      paths.add(PathName.path(PathName.of(name)));
    }
  }
}
