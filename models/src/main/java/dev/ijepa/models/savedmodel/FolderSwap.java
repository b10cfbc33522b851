package dev.ijepa.models.savedmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that is filled beside its place and takes it in one step, or leaves no trace. */
final class FolderSwap implements AutoCloseable {
  private final Path target;
  private final Path folder;

  private FolderSwap(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /**
   * Makes an empty folder beside {@code target}.
   *
   * @throws ModelException if {@code target} is there already and may not be replaced
   */
  static FolderSwap prepare(Path target, boolean overwrite) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !overwrite) {
      throw new ModelException(absolute + " is there already; --force replaces it");
    }
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new ModelException(absolute + " is a file; a model is a folder");
    }
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new ModelException(absolute + " can't be replaced");
    }
    Files.createDirectories(parent);
    String name = ".%s.partial-%s".formatted(absolute.getFileName(), UUID.randomUUID());
    // Not a temporary directory: those are closed to all but their owner, and a model is to be
    // read.
    return new FolderSwap(absolute, Files.createDirectory(parent.resolve(name)));
  }

  /** Where to write. */
  Path folder() {
    return folder;
  }

  /** Puts what was written into its place. */
  void commit() throws IOException {
    Path replaced = folder.resolveSibling(folder.getFileName() + ".replaced");
    boolean replaces = Files.exists(target);
    if (replaces) {
      Files.move(target, replaced);
    }
    Files.move(folder, target);
    if (replaces) {
      delete(replaced);
    }
  }

  /** Deletes what was written if it was not committed. */
  @Override
  public void close() throws IOException {
    if (Files.exists(folder)) {
      delete(folder);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
