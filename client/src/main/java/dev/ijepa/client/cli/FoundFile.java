package dev.ijepa.client.cli;

import dev.ijepa.client.ImageInput;
import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A path that was given, or found in a folder.
 *
 * @param name its name without loss, see {@link PathName}
 * @param trouble why it cannot be read, where that is known already
 */
record FoundFile(Path path, String name, @Nullable IOException trouble) {

  static FoundFile of(Path path) {
    return new FoundFile(path, PathName.of(path), null);
  }

  static FoundFile unreadable(Path path, IOException trouble) {
    return new FoundFile(path, PathName.of(path), trouble);
  }

  /** The image that it is; it fails when it is read if it cannot be. */
  ImageInput image() {
    return trouble == null ? ImageInput.of(path) : unreadable(name, trouble);
  }

  /** An image that fails when it is read. */
  static ImageInput unreadable(String name, IOException trouble) {
    return ImageInput.lazily(
        name,
        () -> {
          throw trouble;
        });
  }

  /**
   * Makes sure that it can be opened without waiting for somebody.
   *
   * @throws IOException if it is missing, or a named pipe, a socket or a device
   */
  void requireFile() throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new IOException("it is a named pipe, a socket or a device, not a file");
    }
  }
}
