package dev.ijepa.client.cli;

import dev.ijepa.client.Embedding;
import dev.ijepa.client.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The numbers of what succeeded, one row each (FILE.npy, and FILE.scales.npy for INT8); one line
 * for each item, in the order of the inputs, its path and either its row or its error (FILE.jsonl);
 * and what the numbers are (FILE.json).
 *
 * <p>They are valid at any time, up to the last checkpoint, and a later run goes on where they end.
 */
final class EmbeddingFiles implements EmbeddingSink {
  // So much work, at most, is done twice after a kill that nobody can prepare for.
  private static final int ROWS_PER_CHECKPOINT = 256;

  private final OutputLock lock;
  private final EmbeddingKind kind;
  private final DoneRows done;
  private final TensorRows rows;
  private final BufferedWriter lines;
  // Not in the writer's buffer, which is written whenever it is full.
  private final StringBuilder uncheckedLines = new StringBuilder();
  private int sinceCheckpoint;

  private EmbeddingFiles(
      OutputLock lock, EmbeddingKind kind, DoneRows done, TensorRows rows, BufferedWriter lines) {
    this.lock = lock;
    this.kind = kind;
    this.done = done;
    this.rows = rows;
    this.lines = lines;
  }

  /**
   * Goes on with the files of an earlier run, or creates them.
   *
   * @param overwrite begin again, whatever is there
   * @throws IOException if what is there was made by another model, asked for differently, or not
   *     written by this class, or if another run writes to it
   */
  static EmbeddingFiles open(EmbeddingPaths paths, EmbeddingKind kind, boolean overwrite)
      throws IOException {
    OutputLock lock = OutputLock.take(paths.lock());
    try {
      return open(lock, paths, kind, overwrite);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddingFiles open(
      OutputLock lock, EmbeddingPaths paths, EmbeddingKind kind, boolean overwrite)
      throws IOException {
    if (overwrite) {
      // The lines first: without them nobody goes on with the old rows as if they were the new
      // ones. Beside numbers that have no scales, those of others would mislead.
      Files.deleteIfExists(paths.lines());
      Files.deleteIfExists(paths.scales());
      return create(lock, paths, kind);
    }
    if (!Files.exists(paths.lines())) {
      requireNothingOfValue(paths, kind);
      return create(lock, paths, kind);
    }
    return resume(lock, paths, kind);
  }

  // What a run leaves that was killed before it had its three files is of no value.
  private static void requireNothingOfValue(EmbeddingPaths paths, EmbeddingKind kind)
      throws IOException {
    boolean begun = Files.exists(paths.kind());
    if (begun) {
      kind.requireSame(paths.kind());
    }
    for (Path numbers : List.of(paths.rows(), paths.scales())) {
      if (Files.exists(numbers) && Files.size(numbers) > (begun ? NpyHeader.BYTES : 0)) {
        throw new IOException(
            "%s is there, but not %s, which says what is in it. Name another with --out, or use --overwrite"
                .formatted(numbers, begun ? paths.lines() : paths.kind()));
      }
    }
  }

  private static EmbeddingFiles create(OutputLock lock, EmbeddingPaths paths, EmbeddingKind kind)
      throws IOException {
    kind.write(paths.kind());
    TensorRows rows = TensorRows.create(paths, kind.elementType());
    return new EmbeddingFiles(
        lock, kind, DoneRows.none(), rows, Files.newBufferedWriter(paths.lines()));
  }

  private static EmbeddingFiles resume(OutputLock lock, EmbeddingPaths paths, EmbeddingKind kind)
      throws IOException {
    kind.requireSame(paths.kind());
    DoneRows done = DoneRows.keep(paths.lines(), TensorRows.rowsIn(paths, kind.elementType()));
    TensorRows rows = TensorRows.resume(paths, kind.elementType(), done.count());
    BufferedWriter lines = Files.newBufferedWriter(paths.lines(), StandardOpenOption.APPEND);
    return new EmbeddingFiles(lock, kind, done, rows, lines);
  }

  @Override
  public boolean isDone(String name) {
    return done.contains(name);
  }

  @Override
  public long doneBefore() {
    return done.count();
  }

  @Override
  public void accept(Result<Embedding> result) throws IOException {
    uncheckedLines.append(line(result)).append(System.lineSeparator());
    if (++sinceCheckpoint == ROWS_PER_CHECKPOINT) {
      checkpoint();
    }
  }

  private JsonObject line(Result<Embedding> result) throws IOException {
    if (result instanceof Result.Failed<Embedding> failed) {
      return ErrorJson.of(failed.name(), failed.error());
    }
    Embedding embedding = result.orElseThrow();
    kind.requireMadeBySame(embedding.model());
    return DoneRows.line(result.name(), rows.append(embedding.output(kind.output())));
  }

  // The rows first: a line without its row would be worse than a row without its line.
  private void checkpoint() throws IOException {
    sinceCheckpoint = 0;
    rows.checkpoint();
    lines.append(uncheckedLines).flush();
    uncheckedLines.setLength(0);
  }

  @Override
  public void close() throws IOException {
    try (lock;
        lines;
        rows) {
      checkpoint();
    }
  }
}
