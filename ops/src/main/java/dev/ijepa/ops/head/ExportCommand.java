package dev.ijepa.ops.head;

import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.exchange.HeadExport;
import dev.ijepa.models.head.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a head and its encoder as a checkpoint for Python. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a head and its encoder as a checkpoint that transformers' IJepaForImageClassification"
          + " loads, with the same logits.",
      "The head must take EMBEDDING: transformers' classifier takes the mean of the last hidden state."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "HEAD_DIR", description = "A folder of 'ijepa head train'.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path folder;

  @Option(
      names = "--transformers",
      required = true,
      paramLabel = "OUT_DIR",
      description = "The checkpoint to write: a folder that does not exist, or is empty.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path target;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "The checkpoint that the head's model was converted from. Default: the embedded one.")
  private @Nullable Path checkpoint;

  @Override
  public Integer call() throws IOException {
    Head head = Head.read(folder);
    try (EmbeddedFiles embedded = new EmbeddedFiles();
        Checkpoint encoder =
            Checkpoint.open(checkpoint == null ? embedded.checkpoint() : checkpoint)) {
      HeadExport.write(head, encoder, target);
    }
    spec.commandLine().getOut().printf("%-14s %s%n", "written to", target);
    return 0;
  }
}
