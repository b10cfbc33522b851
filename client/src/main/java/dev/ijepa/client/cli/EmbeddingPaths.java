package dev.ijepa.client.cli;

import java.nio.file.Path;

/** The files of {@code --out FILE}: given without or with {@code .npy}. */
record EmbeddingPaths(Path rows, Path scales, Path lines, Path kind) {
  private static final String NPY = ".npy";

  static EmbeddingPaths of(Path out) {
    String name = out.toString();
    String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
    return new EmbeddingPaths(
        Path.of(stem + NPY),
        Path.of(stem + ".scales" + NPY),
        Path.of(stem + ".jsonl"),
        Path.of(stem + ".json"));
  }
}
