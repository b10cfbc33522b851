package dev.ijepa.server.cli;

import dev.ijepa.models.NativeCode;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.savedmodel.Converter;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a model folder of a checkpoint. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Converts a Hugging Face I-JEPA checkpoint to a TensorFlow SavedModel.")
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ParentCommand private ServerMain main;

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT",
      description =
          "A folder with config.json and model.safetensors, or a repository of the Hugging Face Hub: hf:owner/name[@revision].")
  private String checkpointName;

  @Parameters(
      index = "1",
      paramLabel = "OUT_DIR",
      description = "The model folder to write; it is written whole or not at all.")
  private Path target;

  @Option(names = "--force", description = "Replace OUT_DIR if it is a model folder.")
  private boolean force;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "Type of weights and matrix products: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.F32;

  @Mixin private ModelInputOptions input = new ModelInputOptions();

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description =
          "Where the checkpoint came from, for those who meet the model later (default: the folder's name, or the repository and its commit).")
  private String source = "";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    NativeCode.load();
    CheckpointLocation location = CheckpointLocation.find(checkpointName, main.environment(), err);
    try (Checkpoint checkpoint = Checkpoint.open(location.folder(), input.overrides())) {
      checkpoint.warnings().forEach(warning -> err.println("warning: " + warning));
      ModelManifest manifest =
          new Converter(TensorFlowRuntime.onAllCores(), precision)
              .convert(
                  checkpoint,
                  source.isEmpty() ? location.source() : source,
                  target,
                  force,
                  new ProgressLine(err));
      ModelSummary.print(manifest, out);
      out.printf("%-13s %s%n", "written to", target);
      out.printf(Locale.ROOT, "%-13s %.1f s%n", "time", (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  /** One line that grows with the work, by whole percents; in a file, a line for every tenth. */
  private static final class ProgressLine implements Converter.Progress {
    private final PrintWriter err;
    private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    private final int step = terminal ? 1 : 10;
    private long shown = -1;

    ProgressLine(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void converted(long done, long total) {
      long percent = 100 * done / total / step * step;
      if (percent != shown) {
        shown = percent;
        err.printf(
            Locale.ROOT,
            "%sconverting %3d %% of %,d parameters%s",
            terminal ? "\r" : "",
            percent,
            total,
            terminal && percent < 100 ? "" : System.lineSeparator());
        err.flush();
      }
    }
  }
}
