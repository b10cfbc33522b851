package dev.ijepa.models.savedmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A folder that is filled beside its place and takes it in one step, or leaves no trace, also where
 * the process is told to end meanwhile.
 */
final class FolderSwap implements AutoCloseable {
  /** How often it is tried to delete what others may still be writing to. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_NANOS = 50_000_000;

  private final Path target;
  private final Path folder;
  private final boolean overwrite;
  private final Thread atExit = new Thread(this::abandon, "ijepa-abandon");

  private FolderSwap(Path target, Path folder, boolean overwrite) {
    this.target = target;
    this.folder = folder;
    this.overwrite = overwrite;
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
    if (Files.exists(absolute) && !mayBeReplaced(absolute)) {
      throw new ModelException(
          absolute + " is neither empty nor a model folder: it is not replaced");
    }
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new ModelException(absolute + " can't be replaced");
    }
    Files.createDirectories(parent);
    String name = ".%s.partial-%s".formatted(absolute.getFileName(), UUID.randomUUID());
    // Not a temporary directory: those are closed to all but their owner, and a model is to be
    // read.
    FolderSwap swap =
        new FolderSwap(absolute, Files.createDirectory(parent.resolve(name)), overwrite);
    Runtime.getRuntime().addShutdownHook(swap.atExit);
    return swap;
  }

  /** Where to write. */
  Path folder() {
    return folder;
  }

  // Whoever mistypes a path must not lose what is there.
  private static boolean mayBeReplaced(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> files = Files.list(target)) {
      return ModelManifest.isIn(target) || files.findAny().isEmpty();
    }
  }

  /**
   * Puts what was written into its place. For a moment, between two renames, there is nothing at
   * it.
   *
   * @throws IOException if that can't be done; then what was there is there again
   */
  synchronized void commit() throws IOException {
    if (!Files.exists(target)) {
      Files.move(folder, target);
      return;
    }
    if (!overwrite) {
      throw new ModelException(target + " has appeared meanwhile; --force replaces it");
    }
    Path replaced = folder.resolveSibling(folder.getFileName() + ".replaced");
    Files.move(target, replaced);
    try {
      Files.move(folder, target);
    } catch (IOException e) {
      Files.move(replaced, target);
      throw e;
    }
    delete(replaced);
  }

  /** Deletes what was written if it was not committed. */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process ends: it is being deleted already.
      return;
    }
    if (Files.exists(folder)) {
      delete(folder);
    }
  }

  /** Deletes what was written if it was not committed; never between the two renames. */
  synchronized void abandon() {
    Path abandoned = outOfReach();
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(abandoned); attempt++) {
      try {
        delete(abandoned);
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Moves the folder, so that whoever still writes to it finds it gone; tells where it is. */
  private Path outOfReach() {
    try {
      return Files.move(folder, folder.resolveSibling(folder.getFileName() + ".abandoned"));
    } catch (IOException e) {
      return folder;
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
