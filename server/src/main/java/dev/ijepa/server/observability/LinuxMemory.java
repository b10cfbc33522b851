package dev.ijepa.server.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/** Reads what Linux says of this process's memory. Elsewhere nothing is known: NaN. */
final class LinuxMemory {
  /** The limit of version 2 of cgroups, and that of version 1, as a container sees them. */
  private static final List<String> LIMITS =
      List.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes");

  private static final int KIB = 1024;

  private final Path root;

  LinuxMemory() {
    this(Path.of("/"));
  }

  /** With another root of the file system, for tests. */
  LinuxMemory(Path root) {
    this.root = root;
  }

  /** Physical memory of the process, with what native code takes. */
  double residentBytes() {
    return field("proc/self/status", "VmRSS:");
  }

  /** The cgroup's limit, or the machine's memory if that is less. */
  double limitBytes() {
    double machine = field("proc/meminfo", "MemTotal:");
    return DoubleStream.concat(DoubleStream.of(machine), LIMITS.stream().mapToDouble(this::number))
        .filter(bytes -> !Double.isNaN(bytes))
        .min()
        .orElse(Double.NaN);
  }

  private double field(String file, String name) {
    try {
      return Files.readAllLines(root.resolve(file)).stream()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** NaN if there is no such file, or it says {@code max}. */
  private double number(String file) {
    try {
      String text = Files.readString(root.resolve(file)).strip();
      return text.matches("\\d+") ? Double.parseDouble(text) : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
