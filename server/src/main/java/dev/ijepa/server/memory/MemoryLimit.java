package dev.ijepa.server.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much memory this process may have: the smallest limit of its control groups, and never more
 * than the machine has.
 *
 * <p>Java looks at one group only; in Kubernetes the limit may be that of a group above it.
 *
 * <p>Source: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst of Linux.
 */
final class MemoryLimit {
  private static final Path GROUPS = Path.of("proc/self/cgroup");
  private static final Path MACHINE = Path.of("proc/meminfo");
  private static final Path V2 = Path.of("sys/fs/cgroup");
  private static final Path V1 = Path.of("sys/fs/cgroup/memory");
  private static final String V2_FILE = "memory.max";
  private static final String V1_FILE = "memory.limit_in_bytes";
  private static final String MEMORY = "memory";

  /** Version 1 writes the largest multiple of a page for "no limit". */
  private static final long NO_LIMIT = 1L << 60;

  private final Path root;

  /**
   * A reader of Linux's files.
   *
   * @param root of the file system
   */
  MemoryLimit(Path root) {
    this.root = root;
  }

  /** In bytes; empty where the system does not say. */
  OptionalLong bytes() {
    return LongStream.concat(groups().flatMapToLong(MemoryLimit::limit), machine().stream()).min();
  }

  /** The files of the groups that the process is in, and of those above them. */
  private Stream<Path> groups() {
    return lines(root.resolve(GROUPS)).stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(
            parts -> {
              if (parts[1].isEmpty()) {
                return files(root.resolve(V2), parts[2], V2_FILE);
              }
              return List.of(parts[1].split(",")).contains(MEMORY)
                  ? files(root.resolve(V1), parts[2], V1_FILE)
                  : Stream.empty();
            });
  }

  /**
   * The file in each folder from the group's up to the root. In a container the group's own path is
   * often one of the machine, and not there; what is mounted as the root is the container's then.
   */
  private static Stream<Path> files(Path top, String group, String file) {
    Path folder = top.resolve(group.substring(1)).normalize();
    return Stream.iterate(
            folder.startsWith(top) ? folder : top, path -> path.startsWith(top), Path::getParent)
        .map(path -> path.resolve(file));
  }

  private static LongStream limit(Path file) {
    return lines(file).stream()
        .limit(1)
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .filter(bytes -> bytes < NO_LIMIT);
  }

  private OptionalLong machine() {
    return lines(root.resolve(MACHINE)).stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst();
  }

  /** Those of a small file; none if it is not there, as on other systems. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
