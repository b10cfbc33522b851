package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Finds images on disk. */
final class ImageFiles {
  private static final Set<String> SUFFIXES =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "ppm", "pgm",
          "tga", "ico", "jp2");

  private ImageFiles() {}

  /**
   * Files, whatever their names, what patterns match, and the images in folders at any depth, those
   * of a folder sorted by path. A path that does not exist stays in, and so does a folder that
   * cannot be listed: it becomes an item that failed.
   *
   * @throws IOException if reading the folders fails otherwise
   */
  static List<Path> of(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(imagesIn(path));
      } else if (Glob.isGlob(path)) {
        List<Path> matches = new Glob(path).files();
        files.addAll(matches.isEmpty() ? List.of(path) : matches);
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /** Whether a file is an image by its name. */
  static boolean hasImageName(Path path) {
    // The root of a file system, or of an archive, has no name.
    String name = Objects.toString(path.getFileName(), "");
    // Other systems leave ._photo.jpg next to photo.jpg: no image.
    return !name.startsWith(".") && SUFFIXES.contains(suffix(name));
  }

  private static List<Path> imagesIn(Path folder) throws IOException {
    return FileTree.files(folder, Integer.MAX_VALUE, ImageFiles::hasImageName);
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
