package dev.ijepa.client.cli;

import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Embeds files and folders through one stream. */
@Command(
    name = "embed",
    description = {
      "Embeds images.",
      "With --out, writes FILE.npy (float32, a row for each image that succeeded) and FILE.jsonl"
          + " (a line for each image: its path, and its row or its error). Otherwise prints a table."
    })
final class EmbedCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--output",
      paramLabel = "OUTPUT",
      defaultValue = "embedding",
      converter = EnumNames.Outputs.class,
      completionCandidates = EnumNames.Outputs.class,
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private EmbedOutput output = EmbedOutput.EMBEDDING;

  @Option(
      names = "--l2-normalize",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Divide vectors by their Euclidean norm; tokens never are.")
  private boolean l2Normalize;

  @Option(names = "--out", paramLabel = "FILE", description = "Write FILE.npy and FILE.jsonl.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    EmbedSettings settings =
        EmbedSettings.defaults()
            .withOutputs(output)
            .withL2Normalize(l2Normalize)
            .withModel(input.model());
    List<Path> files = input.files();
    Tally tally = new Tally(files.size());
    try (IjepaClient client = connection.connect()) {
      // Before any file is replaced: a server out of reach or an unknown model is told at once.
      client.model(input.model());
      try (EmbeddingSink sink = sink();
          ResultStream<Embedding> results =
              client.embedAll(files.stream().map(ImageInput::of), settings, input.stream())) {
        drain(results, sink, tally);
      }
    }
    return ExitCode.of(tally);
  }

  private void drain(ResultStream<Embedding> results, EmbeddingSink sink, Tally tally)
      throws IOException {
    Progress progress = Progress.of(spec.commandLine().getErr(), tally);
    for (Result<Embedding> result : results) {
      sink.accept(result);
      tally.count(result instanceof Result.Ok);
      progress.update();
    }
    progress.finish();
  }

  private EmbeddingSink sink() throws IOException {
    return out == null
        ? new EmbeddingTable(spec.commandLine().getOut(), output)
        : new EmbeddingFiles(out, output);
  }
}
