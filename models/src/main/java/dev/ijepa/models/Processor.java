package dev.ijepa.models;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The processor of this machine, as Linux tells it; elsewhere little is known of it. */
public final class Processor {
  private static final Path FILE = Path.of("/proc/cpuinfo");

  // In the names of x86, then of ARM.
  private static final List<String> PRODUCTS_OF_BFLOAT16 =
      List.of("avx512_bf16", "amx_bf16", "bf16");

  private final Map<String, String> properties;

  private Processor(Map<String, String> properties) {
    this.properties = properties;
  }

  /** The processor that this runs on. */
  public static Processor current() {
    try (Stream<String> lines = Files.lines(FILE)) {
      return of(lines);
    } catch (IOException e) {
      return new Processor(Map.of());
    }
  }

  /** The first core of those that Linux tells of. */
  static Processor of(Stream<String> lines) {
    return new Processor(
        lines
            .map(line -> line.split(":", 2))
            .filter(line -> line.length == 2)
            .collect(toMap(line -> line[0].trim(), line -> line[1].trim(), (a, b) -> a)));
  }

  /**
   * Its name. Virtual machines leave out the half of it, so the family and the model's number are
   * named too: one name stands for processors with and without AVX-512.
   */
  public String name() {
    return "%s (family %s, model %s)"
        .formatted(
            properties.getOrDefault("model name", System.getProperty("os.arch")),
            properties.getOrDefault("cpu family", "unknown"),
            properties.getOrDefault("model", "unknown"));
  }

  /** Whether it is known to have instructions that multiply bfloat16. */
  public boolean hasBfloat16() {
    return Arrays.stream(features().split(" ")).anyMatch(PRODUCTS_OF_BFLOAT16::contains);
  }

  /** Whether it is known to have none. */
  public boolean lacksBfloat16() {
    return !features().isEmpty() && !hasBfloat16();
  }

  private String features() {
    return properties.getOrDefault("flags", properties.getOrDefault("Features", ""));
  }
}
