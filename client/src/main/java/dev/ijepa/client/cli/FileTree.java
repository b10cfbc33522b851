package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The files below a folder; links are followed. A folder that cannot be listed, or is a link to one
 * above it, costs what is in it alone: it stays in the list, and fails like a file that cannot be
 * read.
 */
final class FileTree extends SimpleFileVisitor<Path> {
  private final Predicate<FoundFile> wanted;
  private final Consumer<FoundFile> others;
  private final List<FoundFile> found = new ArrayList<>();

  private FileTree(Predicate<FoundFile> wanted, Consumer<FoundFile> others) {
    this.wanted = wanted;
    this.others = others;
  }

  /**
   * The wanted files, and the folders that cannot be listed, in the natural order of their names.
   *
   * @param depth how many levels below the folder are looked at, at least 1
   * @param others told of the files that are not wanted
   */
  static List<FoundFile> files(
      Path folder, int depth, Predicate<FoundFile> wanted, Consumer<FoundFile> others)
      throws IOException {
    FileTree tree = new FileTree(wanted, others);
    Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, tree);
    return tree.found.stream()
        .sorted(Comparator.comparing(FoundFile::name, NaturalOrder.INSTANCE))
        .toList();
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    // At the greatest depth folders come here as well.
    if (!attributes.isDirectory()) {
      FoundFile file = FoundFile.of(path);
      if (wanted.test(file)) {
        found.add(file);
      } else {
        others.accept(file);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException error) {
    found.add(FoundFile.unreadable(path, error));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException error) {
    if (error != null) {
      found.add(FoundFile.unreadable(folder, error));
    }
    return FileVisitResult.CONTINUE;
  }
}
