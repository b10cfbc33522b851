package dev.ijepa.ops.head.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes an archive, member after member. */
public final class TarFiles implements AutoCloseable {
  private final TarArchiveOutputStream tar;

  public TarFiles(Path archive) throws IOException {
    OutputStream bytes = Files.newOutputStream(archive);
    boolean plain = archive.toString().endsWith(".tar");
    tar = new TarArchiveOutputStream(plain ? bytes : new GZIPOutputStream(bytes));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  public TarFiles add(String name, String content) throws IOException {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public TarFiles add(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    return this;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
