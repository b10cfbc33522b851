package dev.ijepa.ops.head.dataset;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that holds a folder for each class, with its images at any depth.
 *
 * @param folder that holds the others
 */
record ClassFolders(Path folder) implements Dataset {
  @Override
  public List<Path> paths() {
    return List.of(folder);
  }

  @Override
  public Optional<Annotation> annotation(String name) throws IOException {
    Path path = PathName.path(name);
    return path.startsWith(folder) && isThere(path)
        ? Optional.of(Annotation.of(label(path)))
        : Optional.empty();
  }

  /** Whether there is a file of that path, or an archive that it is a path in. */
  private static boolean isThere(Path path) {
    Path there = path;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return Files.isRegularFile(there);
  }

  private String label(Path path) throws IOException {
    Path relative = folder.relativize(path);
    if (relative.getNameCount() < 2) {
      throw new IOException(
          "%s lies in no folder of %s: each image lies in the folder of its class"
              .formatted(path, folder));
    }
    String label = PathName.of(relative.getName(0));
    if (!PathName.isText(label)) {
      throw new IOException(
          "the name of the folder %s is no UTF-8, so it can be no label"
              .formatted(PathName.printable(label)));
    }
    return label;
  }

  @Override
  public void read(Set<String> names, ImageSink sink) {
    ImageFile.read(names, sink);
  }
}
