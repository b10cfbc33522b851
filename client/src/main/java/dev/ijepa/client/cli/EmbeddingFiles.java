package dev.ijepa.client.cli;

import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.Result;
import dev.ijepa.client.Tensor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two files: the numbers of what succeeded, one row each (FILE.npy), and one line for each item, in
 * the order of the results: its path and either its row or its error (FILE.jsonl).
 */
final class EmbeddingFiles implements EmbeddingSink {
  private static final String NPY = ".npy";

  private final EmbedOutput output;
  private final NpyWriter rows;
  private final BufferedWriter lines;

  /** Creates or replaces both files; {@code out} is their name without or with {@code .npy}. */
  EmbeddingFiles(Path out, EmbedOutput output) throws IOException {
    this.output = output;
    String name = out.toString();
    String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
    this.rows = new NpyWriter(Path.of(stem + NPY));
    this.lines = Files.newBufferedWriter(Path.of(stem + ".jsonl"));
  }

  @Override
  public void accept(Result<Embedding> result) throws IOException {
    lines.write(line(result).toString());
    lines.newLine();
  }

  private JsonObject line(Result<Embedding> result) throws IOException {
    if (result instanceof Result.Failed<Embedding> failed) {
      return ErrorJson.of(failed.name(), failed.error());
    }
    Tensor tensor = result.orElseThrow().output(output);
    long row = rows.append(tensor.shape(), tensor.asBuffer());
    return new JsonObject().put("path", result.name()).put("row", row);
  }

  @Override
  public void close() throws IOException {
    try (lines;
        rows) {
      lines.flush();
    }
  }
}
