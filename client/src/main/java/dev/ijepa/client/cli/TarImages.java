package dev.ijepa.client.cli;

import dev.ijepa.client.ImageInput;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The images in a tar archive, plain or gzipped, as they come: a shard of a WebDataset. Members
 * that are no images by their names, such as labels, are passed over. An image is named {@code
 * archive.tar/member}.
 */
final class TarImages implements Closeable {
  private final Path archive;
  private final SeekableByteChannel file;
  private final TarArchiveInputStream members;
  private @Nullable TarArchiveEntry current;

  /** Whether a path is an archive by its name. */
  static boolean isArchive(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".tar") || isGzipped(name);
  }

  TarImages(Path archive) throws IOException {
    this.archive = archive;
    this.file = Files.newByteChannel(archive);
    try {
      InputStream bytes = new BufferedInputStream(Channels.newInputStream(file), 1 << 16);
      boolean gzipped = isGzipped(archive.toString().toLowerCase(Locale.ROOT));
      this.members = new TarArchiveInputStream(gzipped ? new GZIPInputStream(bytes) : bytes);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The name of the next image; null at the end. */
  @Nullable String next() throws IOException {
    current = members.getNextEntry();
    while (current != null && !isImage(current)) {
      current = members.getNextEntry();
    }
    return current == null ? null : archive + "/" + current.getName();
  }

  /** The image whose name {@link #next} gave last. */
  ImageInput read(String name) throws IOException {
    // One byte more than the client sends: enough to be told that it is too large.
    return ImageInput.of(name, members.readNBytes(ConnectionOptions.MAX_IMAGE_BYTES + 1));
  }

  /** How many bytes of the archive have been read. */
  long position() throws IOException {
    return file.position();
  }

  @Override
  public void close() throws IOException {
    members.close();
  }

  private static boolean isImage(TarArchiveEntry entry) {
    return entry.isFile() && ImageFiles.hasImageName(Path.of(entry.getName()));
  }

  private static boolean isGzipped(String name) {
    return name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }
}
