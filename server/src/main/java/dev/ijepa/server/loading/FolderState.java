package dev.ijepa.server.loading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What tells that a folder was written to: its files, with their sizes and when they were changed.
 */
record FolderState(Map<Path, FileState> files) {
  record FileState(long bytes, FileTime changed) {}

  /** As it is now. */
  static FolderState of(Path folder) throws IOException {
    Map<Path, FileState> files = new TreeMap<>();
    // A link to a folder is followed: it may be what is switched.
    try (Stream<Path> paths = Files.walk(folder.toRealPath())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          files.put(path, new FileState(attributes.size(), attributes.lastModifiedTime()));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new FolderState(Map.copyOf(files));
  }
}
