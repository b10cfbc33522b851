package dev.ijepa.ops.demo;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.ItemTimings;
import dev.ijepa.client.Result;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Each sample with its label and its nearest neighbour among the others. */
final class DemoTable {
  private static final String ROW = "%-20s %-6s %11s   %-20s %6s %9s%n";

  private final List<Result<Embedding>> embeddings;
  private final List<Result<Classification>> classes;

  DemoTable(List<Result<Embedding>> embeddings, List<Result<Classification>> classes) {
    this.embeddings = embeddings;
    this.classes = classes;
  }

  private record Neighbour(String name, double cosine) {}

  /** Prints the table; returns how many samples have no result. */
  int print(PrintStream out) {
    int failed = 0;
    out.printf(ROW, "file", "label", "probability", "nearest other", "cosine", "ms");
    for (int i = 0; i < embeddings.size(); i++) {
      String file = fileName(embeddings.get(i));
      if (embeddings.get(i) instanceof Result.Ok<Embedding> embedding
          && classes.get(i) instanceof Result.Ok<Classification> classification) {
        row(out, file, embedding.value(), classification.value());
      } else {
        failed++;
        out.printf("%-20s failed%n", file);
      }
    }
    footer(out);
    return failed;
  }

  private void row(
      PrintStream out, String file, Embedding embedding, Classification classification) {
    ClassScore top = classification.top();
    Optional<Neighbour> nearest = nearest(embedding);
    out.printf(
        ROW,
        file,
        top.label(),
        String.format(Locale.ROOT, "%.3f", top.probability()),
        nearest.map(Neighbour::name).orElse("-"),
        nearest
            .map(neighbour -> String.format(Locale.ROOT, "%.3f", neighbour.cosine()))
            .orElse("-"),
        String.format(Locale.ROOT, "%.1f", total(embedding.timings()).toNanos() / 1e6));
  }

  private Optional<Neighbour> nearest(Embedding embedding) {
    return embeddings.stream()
        .filter(Result.Ok.class::isInstance)
        .filter(other -> other.orElseThrow() != embedding)
        .map(other -> new Neighbour(fileName(other), embedding.cosine(other.orElseThrow())))
        .max(Comparator.comparingDouble(Neighbour::cosine));
  }

  private void footer(PrintStream out) {
    embeddings.stream()
        .filter(Result.Ok.class::isInstance)
        .findFirst()
        .map(Result::orElseThrow)
        .ifPresent(
            embedding ->
                out.printf(
                    Locale.ROOT,
                    "%n%d images through two gRPC streams. %d-dimensional embeddings by model '%s', fingerprint %.12s….%n"
                        + "The model was trained on handwritten digits: its labels for photographs mean nothing.%n",
                    embeddings.size(),
                    embedding.dimension(),
                    embedding.model().name(),
                    embedding.model().fingerprint()));
  }

  private static Duration total(ItemTimings timings) {
    return timings.queue().plus(timings.preprocessing()).plus(timings.inference());
  }

  private static String fileName(Result<?> result) {
    return Path.of(result.name()).getFileName().toString();
  }
}
