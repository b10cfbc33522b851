package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files below a folder; links are followed. A folder that cannot be listed, or is a link to one
 * above it, costs what is in it alone: it stays in the list, and fails like a file that cannot be
 * read.
 */
final class FileTree extends SimpleFileVisitor<Path> {
  private final Predicate<Path> wanted;
  private final List<Path> found = new ArrayList<>();

  private FileTree(Predicate<Path> wanted) {
    this.wanted = wanted;
  }

  /**
   * The wanted files, and the folders that cannot be listed, sorted by path.
   *
   * @param depth how many levels below the folder are looked at, at least 1
   */
  static List<Path> files(Path folder, int depth, Predicate<Path> wanted) throws IOException {
    FileTree tree = new FileTree(wanted);
    Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, tree);
    return tree.found.stream().sorted().toList();
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    // At the greatest depth folders come here as well.
    if (!attributes.isDirectory() && wanted.test(path)) {
      found.add(path);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException error) {
    found.add(path);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException error) {
    if (error != null) {
      found.add(folder);
    }
    return FileVisitResult.CONTINUE;
  }
}
