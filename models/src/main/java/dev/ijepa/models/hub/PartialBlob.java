package dev.ijepa.models.hub;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A blob that grows, with its running hash; what an earlier run has left is its beginning. */
final class PartialBlob implements Closeable {
  private final Path path;
  private final FileChannel channel;
  private final RemoteFile file;
  private BlobHash hash;
  private long position;

  private PartialBlob(Path path, FileChannel channel, RemoteFile file) {
    this.path = path;
    this.channel = channel;
    this.file = file;
    this.hash = BlobHash.start(file.etag(), file.size());
  }

  static PartialBlob open(Path path, RemoteFile file) throws IOException {
    Files.createDirectories(path.getParent());
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      PartialBlob partial = new PartialBlob(path, channel, file);
      partial.hashWhatIsThere();
      return partial;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void hashWhatIsThere() throws IOException {
    long size = channel.size();
    if (size > file.size()) {
      restart();
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (position < size) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        throw new EOFException(path + " has become shorter");
      }
      hash.update(buffer.array(), count);
      position += count;
    }
  }

  /** Number of bytes so far. */
  long position() {
    return position;
  }

  /** Forgets all bytes. */
  void restart() throws IOException {
    channel.truncate(0);
    hash = BlobHash.start(file.etag(), file.size());
    position = 0;
  }

  /**
   * Adds bytes at the end.
   *
   * @throws HubException if the disk does not take them
   */
  void append(byte[] bytes, int count) throws HubException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    try {
      while (buffer.hasRemaining()) {
        position += channel.write(buffer);
      }
    } catch (IOException e) {
      throw new HubException(
          "%s: %s can't be written: %s. HF_HUB_CACHE can name another place"
              .formatted(file.resource(), path, e.getMessage()),
          e);
    }
    hash.update(bytes, count);
  }

  /** Whether the bytes are those that the etag stands for. To be asked once, at the end. */
  boolean isIntact() {
    return hash.matches();
  }

  /** Takes its name in the cache, in one step. */
  void become(Path blob) throws IOException {
    channel.force(true);
    Files.move(path, blob, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete() throws IOException {
    Files.delete(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
