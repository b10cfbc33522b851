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

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = {
        "What models are computed in: converted, bf16, auto. converted is as each was converted (default). bf16 rounds float32 weights while they are loaded, as convert --precision bf16 would: the same features and the same fingerprint, which is not that of float32.",
        "auto is bf16 on a GPU and on a processor with avx512_bf16 or AMX, else converted: where machines differ, fingerprints do too."
      })
  public PrecisionChoice precision = PrecisionChoice.CONVERTED;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireAtLeast("--model-poll", modelPoll, Duration.ZERO);
  }
}
