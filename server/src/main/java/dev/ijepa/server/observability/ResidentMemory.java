package dev.ijepa.server.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how much physical memory this process has, as Linux tells it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("proc/self/status");
  private static final String FIELD = "VmRSS:";
  private static final int KIB = 1024;

  private final Path status;

  /**
   * A reader.
   *
   * @param root of the file system
   */
  ResidentMemory(Path root) {
    status = root.resolve(STATUS);
  }

  /** With what native code takes; NaN where it can't be known. */
  double bytes() {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(FIELD))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
