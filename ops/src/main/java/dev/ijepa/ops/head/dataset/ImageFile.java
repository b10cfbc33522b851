package dev.ijepa.ops.head.dataset;

import dev.ijepa.client.PathName;
import dev.ijepa.ops.head.dataset.Dataset.ImageSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Images that are files. */
final class ImageFile {
  /** The client sends no larger ones by default. */
  static final int MOST_BYTES = 32 << 20;

  private ImageFile() {}

  /** Reads images in parallel. One that is gone or too large is left out. */
  static void read(Set<String> names, ImageSink sink) {
    names.parallelStream().forEach(name -> read(name, sink));
  }

  private static void read(String name, ImageSink sink) {
    byte[] bytes;
    try {
      Path file = PathName.path(name);
      if (Files.size(file) > MOST_BYTES) {
        return;
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      return;
    }
    sink.accept(name, bytes);
  }
}
