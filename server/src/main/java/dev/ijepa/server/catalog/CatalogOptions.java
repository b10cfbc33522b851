package dev.ijepa.server.catalog;

import dev.ijepa.server.options.OptionErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which models are served. */
public final class CatalogOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME=DIR",
      split = ",",
      description =
          "A model to serve and the name for it; may be given more than once, the first is the default. Without it, the embedded model is served.")
  public Map<String, Path> models = new LinkedHashMap<>();

  @Option(
      names = "--model-poll",
      paramLabel = "DURATION",
      description =
          "How often the folders are looked at: another version there is loaded, warmed and served in place of the old one (default: 5s; 0ms: never).")
  public Duration modelPoll = Duration.ofSeconds(5);

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "What computes: auto, cpu, gpu; auto is a GPU if there is one (default: ${DEFAULT-VALUE}).")
  public DeviceChoice device = DeviceChoice.AUTO;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireAtLeast("--model-poll", modelPoll, Duration.ZERO);
  }
}
