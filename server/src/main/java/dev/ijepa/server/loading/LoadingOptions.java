package dev.ijepa.server.loading;

import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.lifecycle.Causes;
import dev.ijepa.server.options.OptionErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models are loaded, and how. */
public final class LoadingOptions {
  /** Folders by the name of the model; the first is the default. Empty: the embedded model. */
  public Map<String, Path> models = new LinkedHashMap<>();

  private List<String> modelErrors = List.of();

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

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "How many batches run at once on a model, each with its share of the cores (default: what computes most images a second; measured at a model's first start, then remembered).")
  public @Nullable Integer lanes;

  @Option(
      names = "--tuning-cache",
      paramLabel = "DIR",
      description =
          "Where measured lanes and batch sizes are remembered (default: ijepa in XDG_CACHE_HOME or ~/.cache).")
  public @Nullable Path tuningCache;

  /** Sets the models as an operator lists them. */
  @Option(
      names = "--model",
      paramLabel = "NAME=DIR",
      description = {
        "A model to serve and the name for it; may be given more than once, the first is the default. Without it, the embedded model is served.",
        "IJEPA_MODEL holds several with commas between them; the properties file has a line for each."
      })
  void listModels(@Nullable List<String> texts) {
    // Picocli calls this with null where the option is not given.
    if (texts != null) {
      ModelList list = new ModelList(texts);
      models = list.models();
      modelErrors = list.errors();
    }
  }

  /** Tells what is out of range, and which folders are no models. */
  public void validate(OptionErrors errors) {
    errors.addAll(modelErrors);
    models.forEach((name, folder) -> requireModel(errors, name, folder));
    errors.requireRange("--model-poll", modelPoll, Duration.ZERO, Duration.ofHours(24));
    if (lanes != null) {
      errors.requireRange("--lanes", lanes, 1, 64);
    }
  }

  private static void requireModel(OptionErrors errors, String name, Path folder) {
    try {
      ModelManifest.read(folder);
    } catch (IOException e) {
      errors.add("--model %s: %s".formatted(name, Causes.inOneLine(e)));
    }
  }
}
