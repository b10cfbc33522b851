package dev.ijepa.client.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
   * of a folder in the natural order of their paths. A path that does not exist stays in, and so
   * does a folder that cannot be listed: it becomes an item that failed.
   *
   * @throws IOException if reading the folders fails otherwise
   */
  static FoundFiles of(List<Path> paths) throws IOException {
    List<FoundFile> files = new ArrayList<>();
    PassedOver passedOver = new PassedOver();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(imagesIn(path, passedOver));
      } else if (Glob.isGlob(path)) {
        List<FoundFile> matches = new Glob(path).files();
        files.addAll(matches.isEmpty() ? List.of(FoundFile.of(path)) : matches);
      } else {
        files.add(FoundFile.of(path));
      }
    }
    return new FoundFiles(files, passedOver);
  }

  /** Whether a file, or a member of an archive, is an image by its path. */
  static boolean hasImageName(String path) {
    String name = lastName(path);
    return !isHidden(name) && SUFFIXES.contains(suffix(name));
  }

  private static List<FoundFile> imagesIn(Path folder, PassedOver passedOver) throws IOException {
    return FileTree.files(
        folder,
        Integer.MAX_VALUE,
        file -> hasImageName(file.name()),
        file -> {
          if (!isHidden(lastName(file.name()))) {
            passedOver.add(lastName(file.name()));
          }
        });
  }

  // Other systems leave ._photo.jpg next to photo.jpg: no image.
  private static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  // Elsewhere than on Windows a backslash is a character like any other.
  private static String lastName(String path) {
    return path.substring(
        Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar)) + 1);
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
