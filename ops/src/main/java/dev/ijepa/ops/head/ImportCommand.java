package dev.ijepa.ops.head;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.exchange.HeadImport;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a head of a classifier that Python has trained. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the classifier out of a checkpoint of transformers' IJepaForImageClassification.",
      "The head serves a model whose encoder is the same: weights, configuration and processor."
    })
final class ImportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT",
      description = "A folder with config.json and model.safetensors.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path source;

  @Parameters(index = "1", paramLabel = "OUT_DIR", description = "The head's folder to write.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path target;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The model folder that the head will serve. Default: the embedded model.")
  private @Nullable Path model;

  @Option(names = "--force", description = "Replace the head in OUT_DIR.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (HeadManifest.isIn(target) && !force) {
      throw new IOException(target + " has a head already; --force replaces it");
    }
    Head head = read();
    Files.createDirectories(target);
    head.write(target);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-14s %,d%n", "classes", head.manifest().labels().size());
    out.printf("%-14s %s%n", "written to", target);
    return 0;
  }

  private Head read() throws IOException {
    try (EmbeddedFiles embedded = new EmbeddedFiles();
        Checkpoint checkpoint = Checkpoint.open(source)) {
      PrintWriter err = spec.commandLine().getErr();
      checkpoint.warnings().forEach(warning -> err.println("warning: " + warning));
      return HeadImport.read(
          checkpoint, model == null ? embedded.model() : model, TensorFlowRuntime.onAllCores());
    }
  }
}
