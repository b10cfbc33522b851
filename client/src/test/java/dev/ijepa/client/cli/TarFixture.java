package dev.ijepa.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives as a WebDataset has them: an image and its label, one after the other. */
final class TarFixture {
  private TarFixture() {}

  /** Each name gives name.jpg, whose content is the name, and name.cls. */
  static Path write(Path archive, String... names) throws IOException {
    OutputStream bytes = Files.newOutputStream(archive);
    if (!archive.toString().endsWith(".tar")) {
      bytes = new GZIPOutputStream(bytes);
    }
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : names) {
        add(tar, name + ".jpg", name);
        add(tar, name + ".cls", "7");
      }
    }
    return archive;
  }

  private static void add(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }
}
