package dev.ijepa.client.cli;

import dev.ijepa.client.PathName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to the files of one {@code --out}: a lock on a file beside them. The system
 * takes it back when the process ends, however that ends.
 */
final class OutputLock implements Closeable {
  // Each further one needs another run that ends at this very moment.
  private static final int MOST_ATTEMPTS = 100;

  private final Path path;
  private final FileChannel file;

  private OutputLock(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Takes the lock, without waiting for it.
   *
   * @throws IOException if another run has it, or if the file is one of another program
   */
  static OutputLock take(Path path) throws IOException {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      OutputLock lock = tryTake(path);
      if (lock != null) {
        return lock;
      }
    }
    throw inUse(path);
  }

  /** Null if the file was deleted meanwhile, by the run that had the lock. */
  private static @Nullable OutputLock tryTake(Path path) throws IOException {
    if (!Files.exists(path)) {
      Files.write(path, new byte[0]);
    }
    Object before = key(path);
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isTaken = false;
    try {
      if (file.tryLock() == null) {
        throw inUse(path);
      }
      requireEmpty(path, file);
      // Otherwise this is the lock of a file that nobody else will look at.
      isTaken = before != null && before.equals(key(path));
      return isTaken ? new OutputLock(path, file) : null;
    } catch (OverlappingFileLockException e) {
      throw inUse(path);
    } finally {
      if (!isTaken) {
        file.close();
      }
    }
  }

  // Other programs name files so, too: it would be deleted at the end.
  private static void requireEmpty(Path path, FileChannel file) throws IOException {
    if (file.size() > 0) {
      throw new IOException(
          "%s is no lock of this command, but would be deleted as one: name another with --out"
              .formatted(PathName.printable(PathName.of(path))));
    }
  }

  /** What the file is, whatever its name; null if it is not there. */
  private static @Nullable Object key(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      // Windows has no key, and deletes no file that is open.
      return Objects.requireNonNullElse(attributes.fileKey(), path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static IOException inUse(Path path) {
    return new IOException(
        "another run writes to these files (%s is locked): wait for its end, or name others with --out"
            .formatted(PathName.printable(PathName.of(path))));
  }

  @Override
  public void close() throws IOException {
    try (file) {
      Files.deleteIfExists(path);
    }
  }
}
