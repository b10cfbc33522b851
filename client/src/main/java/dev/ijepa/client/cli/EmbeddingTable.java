package dev.ijepa.client.cli;

import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.PathName;
import dev.ijepa.client.Result;
import dev.ijepa.client.Tensor;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A short table for the eye: path, dimension, norm, the first values, the server's time. */
final class EmbeddingTable implements EmbeddingSink {
  private static final int SHOWN = 3;

  private final PrintWriter out;
  private final EmbedOutput output;
  private final Table table = new Table("path", "shape", "norm", "first values", "ms");

  EmbeddingTable(PrintWriter out, EmbedOutput output) {
    this.out = out;
    this.output = output;
  }

  @Override
  public void accept(Result<Embedding> result) {
    if (result instanceof Result.Failed<Embedding> failed) {
      table.add(PathName.printable(failed.name()), "-", "-", failed.error().getMessage(), "-");
    } else {
      add(result.name(), result.orElseThrow());
    }
  }

  private void add(String path, Embedding embedding) {
    Tensor tensor = embedding.output(output);
    table.add(
        PathName.printable(path),
        tensor.shape().stream().map(String::valueOf).collect(Collectors.joining("×")),
        String.format(Locale.ROOT, "%.4f", tensor.norm()),
        firstValues(tensor),
        String.format(Locale.ROOT, "%.1f", embedding.timings().total().toNanos() / 1e6));
  }

  private static String firstValues(Tensor tensor) {
    return IntStream.range(0, Math.min(SHOWN, tensor.size()))
        .mapToObj(i -> String.format(Locale.ROOT, "%+.4f", tensor.asBuffer().get(i)))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    table.print(out);
  }
}
