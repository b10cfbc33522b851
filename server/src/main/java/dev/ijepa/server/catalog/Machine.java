package dev.ijepa.server.catalog;

import dev.ijepa.models.TensorFlowRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What measurements depend on, beside the model. */
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /**
   * Names this kind of machine: processor, cores that the process may use, TensorFlow's version.
   */
  static String description() {
    return "%d cores of %s, TensorFlow %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(), processor(), TensorFlowRuntime.version());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
