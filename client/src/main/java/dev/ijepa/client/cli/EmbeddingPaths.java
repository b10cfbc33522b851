package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.nio.file.Path;

/** The files of {@code --out FILE}: given without or with {@code .npy}. */
record EmbeddingPaths(Path rows, Path scales, Path lines, Path kind, Path lock) {
  private static final String NPY = ".npy";

  static EmbeddingPaths of(Path out) {
    String name = PathName.of(out);
    String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
    return new EmbeddingPaths(
        PathName.path(stem + NPY),
        PathName.path(stem + ".scales" + NPY),
        PathName.path(stem + ".jsonl"),
        PathName.path(stem + ".json"),
        PathName.path(stem + ".lock"));
  }

  /** Where a file is written before it replaces that of a name. */
  static Path unfinished(Path file) {
    return PathName.path(PathName.of(file) + ".new");
  }
}
