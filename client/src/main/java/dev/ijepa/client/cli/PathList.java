package dev.ijepa.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A list of paths, as {@code find} prints it. */
final class PathList {
  private PathList() {}

  /**
   * Reads to the end.
   *
   * @param byNull whether paths end with a null character ({@code find -print0}), not with a line
   */
  static List<Path> read(InputStream list, boolean byNull) throws IOException {
    String text = new String(list.readAllBytes(), UTF_8);
    Stream<String> paths = byNull ? Stream.of(text.split("\0")) : text.lines();
    return paths.filter(path -> !path.isEmpty()).map(Path::of).toList();
  }
}
