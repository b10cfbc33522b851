package dev.ijepa.ops.head.dataset;

import dev.ijepa.client.PathName;
import dev.ijepa.client.cli.tar.ArchiveBytes;
import dev.ijepa.client.cli.tar.TarMember;
import dev.ijepa.client.cli.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tar archives as WebDataset writes them: members with the same path up to the first dot of their
 * name are one sample, an image and its label.
 *
 * @param paths of the archives
 * @param samples by archive and path up to that dot
 * @param isMultiLabel whether a sample has several labels
 */
record TarShards(List<Path> paths, Map<String, Annotation> samples, boolean isMultiLabel)
    implements Dataset {
  private static final List<String> SUFFIXES = List.of(".tar", ".tar.gz", ".tgz");

  /** Whether a file is an archive by its name. */
  static boolean isShard(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  /** The archives in a folder, sorted; none if it has folders too. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.sorted().toList();
      return all.stream().anyMatch(Files::isDirectory)
          ? List.of()
          : all.stream().filter(TarShards::isShard).toList();
    }
  }

  /**
   * Reads the labels in some archives.
   *
   * @throws IOException if an archive cannot be read, or has no labels, or a label cannot be used
   */
  static TarShards open(List<Path> paths) throws IOException {
    Map<String, Annotation> samples = new HashMap<>();
    boolean isMultiLabel = false;
    for (Path path : paths) {
      SampleLabels labels = new SampleLabels(PathName.of(path));
      members(path, labels::read);
      isMultiLabel |= labels.isMultiLabel();
      samples.putAll(labels.samples());
    }
    if (samples.isEmpty()) {
      throw new IOException(
          "%s has no labels: a sample has a member .cls, or .json with 'label', 'cls' or 'labels'"
              .formatted(paths.get(0)));
    }
    return new TarShards(paths, samples, isMultiLabel);
  }

  /** What is done with the members of an archive. */
  private interface MemberReader {
    void read(TarMember member, TarReader archive) throws IOException;
  }

  private static void members(Path path, MemberReader reader) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      TarReader archive = new TarReader(ArchiveBytes.of(file));
      for (@Nullable TarMember member = archive.next(); member != null; member = archive.next()) {
        if (member.kind() == TarMember.Kind.FILE) {
          reader.read(member, archive);
        }
      }
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(path, e.getMessage()), e);
    }
  }

  @Override
  public Optional<Annotation> annotation(String name) {
    return Optional.ofNullable(samples.get(SampleLabels.key(name)));
  }

  @Override
  public Collection<Annotation> annotations() {
    return samples.values();
  }

  @Override
  public void read(Set<String> names, ImageSink sink) throws IOException {
    for (Path path : paths) {
      members(
          path,
          (member, archive) -> {
            String name = PathName.of(path) + "/" + member.name();
            if (names.contains(name)) {
              sink.accept(name, archive.read(ImageFile.MOST_BYTES));
            }
          });
    }
  }
}
