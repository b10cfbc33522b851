package dev.ijepa.server.memory;

import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.OptionErrors;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much memory the server may have. */
public final class MemoryOptions {
  private static final Path ROOT = Path.of("/");

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = {
        "The memory that the whole process may take, the heap included (default: the container's limit, or else what the machine has).",
        "The server divides it at its start and says how. It chooses batch sizes and image limits that fit, and refuses to start if nothing does."
      })
  public @Nullable DataSize memory;

  /** What the process may have, in bytes; empty if nobody knows. */
  public OptionalLong limit() {
    return memory == null ? new MemoryLimit(ROOT).bytes() : OptionalLong.of(memory.bytes());
  }

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    if (memory != null) {
      errors.requireRange("--memory", memory, new DataSize(1 << 20), new DataSize(1L << 50));
    }
  }
}
