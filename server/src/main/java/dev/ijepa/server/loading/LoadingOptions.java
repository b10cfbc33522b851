package dev.ijepa.server.loading;

import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.lifecycle.Causes;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.OptionErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models are loaded, and how. */
public final class LoadingOptions {
  /**
   * Messages, images and responses may take half of the heap. A head that is replaced is there
   * twice for a moment, and its file once more.
   */
  private static final int HEAP_PARTS = 8;

  /** Folders by the name of the model; the first is the default. Empty: the embedded model. */
  public Map<String, Path> models = new LinkedHashMap<>();

  private List<String> modelErrors = List.of();

  @Option(
      names = "--model-poll",
      paramLabel = "DURATION",
      description =
          "How often to look for a new version in the model folders. The server loads and warms it, then serves it instead of the old one (default: 5s; 0ms: never).")
  public Duration modelPoll = Duration.ofSeconds(5);

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "The device that computes: auto, cpu or gpu. auto takes a GPU if there is one (default: ${DEFAULT-VALUE}).")
  public DeviceChoice device = DeviceChoice.AUTO;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = {
        "The precision to compute in: converted (default, as each model was converted), bf16 or auto. bf16 rounds float32 weights at load time: the same features and fingerprint as convert --precision bf16.",
        "auto is bf16 on a GPU or on a processor with avx512_bf16 or AMX, otherwise converted. Fingerprints then differ between machines."
      })
  public PrecisionChoice precision = PrecisionChoice.CONVERTED;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "How many batches of a model run at once, each with its share of the cores (default: the number that gives the most images a second, measured at the model's first start and remembered).")
  public @Nullable Integer lanes;

  @Option(
      names = "--tuning-cache",
      paramLabel = "DIR",
      description =
          "The folder where the server remembers measured lanes and batch times (default: ijepa in XDG_CACHE_HOME or ~/.cache).")
  public @Nullable Path tuningCache;

  @Option(
      names = "--retune-after",
      paramLabel = "DURATION",
      description =
          "If other work disturbed the measurement of a model, measure it again when the server has been idle for this long (default: 10s; 0ms: never).")
  public Duration retuneAfter = Duration.ofSeconds(10);

  @Option(
      names = "--deterministic",
      description = {
        "Give an image the same bits whatever it is batched with: use only batch sizes that do, and divide single images only if that does, as found at the start.",
        "On processors where all do it costs nothing. The log says which do."
      })
  public boolean deterministic;

  /** Folders of heads by the name of the head. */
  public Map<String, Path> heads = new LinkedHashMap<>();

  private List<String> headErrors = List.of();

  @Option(
      names = "--heads",
      paramLabel = "DIR",
      description =
          "A folder of heads: each subfolder that 'ijepa head train' wrote is a head of its name. The server looks for changes every --model-poll.")
  public @Nullable Path headsFolder;

  @Option(
      names = "--heads-memory",
      paramLabel = "SIZE",
      description = {
        "The part of the heap that attached heads may take together (default: an eighth of the heap). A k-NN head takes 4 bytes for each number that it stores.",
        "While the server runs, it refuses a head that does not fit, says why, and goes on with the others."
      })
  public @Nullable DataSize headsMemory;

  /** Sets the heads as an operator lists them. */
  @Option(
      names = "--head",
      paramLabel = "NAME=DIR",
      description = {
        "A classifier that 'ijepa head train' wrote, and its name. Repeat the option for several. It serves the models whose features it was trained on; the first is their default head, unless the checkpoint had one.",
        "The server looks for changes every --model-poll."
      })
  void listHeads(@Nullable List<String> texts) {
    if (texts != null) {
      ModelList list = new ModelList("--head", texts);
      heads = list.models();
      headErrors = list.errors();
    }
  }

  /** Sets the models as an operator lists them. */
  @Option(
      names = "--model",
      paramLabel = "NAME=DIR",
      description = {
        "A model to serve, and its name. Repeat the option for several; the first is the default. Without it, the server serves the embedded model.",
        "Separate several in IJEPA_MODEL by commas; write one line for each in the properties file."
      })
  void listModels(@Nullable List<String> texts) {
    // Picocli calls this with null where the option is not given.
    if (texts != null) {
      ModelList list = new ModelList(texts);
      models = list.models();
      modelErrors = list.errors();
    }
  }

  /** The part of the heap that heads may take. */
  DataSize headsMemory() {
    return headsMemory == null
        ? new DataSize(Runtime.getRuntime().maxMemory() / HEAP_PARTS)
        : headsMemory;
  }

  /** What heads may take of the heap, in bytes; 0 if there can be none. */
  public long headBytes() {
    return heads.isEmpty() && headsFolder == null ? 0 : headsMemory().bytes();
  }

  /** Tells what is out of range, and which folders are no models. */
  public void validate(OptionErrors errors) {
    errors.addAll(modelErrors);
    models.forEach((name, folder) -> requireModel(errors, name, folder));
    errors.addAll(headErrors);
    heads.forEach((name, folder) -> requireHead(errors, name, folder));
    if (headsFolder != null && !Files.isDirectory(headsFolder)) {
      errors.add("--heads: %s is no folder".formatted(headsFolder));
    }
    if (headsMemory != null) {
      DataSize half = new DataSize(Runtime.getRuntime().maxMemory() / 2);
      errors.requireRange("--heads-memory", headsMemory, new DataSize(1 << 10), half);
    }
    errors.requireRange("--model-poll", modelPoll, Duration.ZERO, Duration.ofHours(24));
    errors.requireRange("--retune-after", retuneAfter, Duration.ZERO, Duration.ofHours(24));
    if (lanes != null) {
      errors.requireRange("--lanes", lanes, 1, 64);
    }
  }

  private static void requireHead(OptionErrors errors, String name, Path folder) {
    if (!HeadFolders.isName(name)) {
      errors.add("--head: the name 'default' is that of the checkpoint's own head; use another");
    }
    try {
      HeadManifest.read(folder);
    } catch (IOException e) {
      errors.add("--head %s: %s".formatted(name, Causes.inOneLine(e)));
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
