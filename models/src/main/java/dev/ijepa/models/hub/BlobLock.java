package dev.ijepa.models.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two processes from fetching the same blob. The files are those that huggingface_hub locks,
 * but on Linux Python's {@code flock} and Java's {@code fcntl} do not see each other: against
 * Python it saves no traffic. Nothing depends on it there: each writes to a file of its own name,
 * and renames it when it is whole.
 */
final class BlobLock {
  /** What is done while the lock is held. */
  interface Work {
    void run() throws IOException;
  }

  // A file lock is the process's, not the thread's.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private BlobLock() {}

  /**
   * Does some work under a lock; {@code beforeWaiting} is run first if another process has it.
   *
   * @param file is made if it is not there, and stays
   */
  static void hold(Path file, Runnable beforeWaiting, Work work) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    IN_PROCESS.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        beforeWaiting.run();
        channel.lock();
      }
      work.run();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
