package dev.ijepa.client.cli;

import dev.ijepa.client.cli.tar.ArchiveBytes;
import dev.ijepa.client.cli.tar.TarReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;

/** One reading of an archive, from its beginning. */
record TarPass(SeekableByteChannel file, TarReader members) implements Closeable {

  /**
   * Opens an archive.
   *
   * @throws IOException if it cannot be opened, or is none by its first bytes
   */
  static TarPass begin(FoundFile archive) throws IOException {
    archive.requireFile();
    SeekableByteChannel file = Files.newByteChannel(archive.path());
    try {
      return new TarPass(file, new TarReader(ArchiveBytes.of(Channels.newInputStream(file))));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** How many bytes of the file have been read. */
  long position() throws IOException {
    return file.position();
  }

  /** The size of the file. */
  long size() throws IOException {
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
