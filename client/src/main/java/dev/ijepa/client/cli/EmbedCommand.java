package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ModelIdentity;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      "With --out, writes FILE.npy (a row for each image that succeeded), FILE.jsonl (a line for each"
          + " image: its path, and its row or its error) and FILE.json (which model, output and"
          + " element type). Otherwise prints a table.",
      "Rows and lines are in the order of the images. Run the same command again to resume: it sends"
          + " the images that are not done or that failed, and appends their results in the same"
          + " order.",
      "A byte of a path that is not UTF-8 is a surrogate in FILE.jsonl, \\udc80 to \\udcff. In"
          + " Python, os.fsencode(path) gives the name of the file."
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
      description = "What to compute: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private EmbedOutput output = EmbedOutput.EMBEDDING;

  @Option(
      names = "--element-type",
      paramLabel = "TYPE",
      defaultValue = "f32",
      converter = EnumNames.ElementTypes.class,
      completionCandidates = EnumNames.ElementTypes.class,
      description = {
        "The type of the numbers, sent and written: ${COMPLETION-CANDIDATES}. Default:"
            + " ${DEFAULT-VALUE}",
        "bf16 is the NumPy type V2: view it as ml_dtypes.bfloat16. int8 also writes FILE.scales.npy"
            + " (float32, one scale for each vector or token): value = integer * scales[..., None]."
      })
  private ElementType elementType = ElementType.F32;

  @Option(
      names = "--l2-normalize",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Divide each vector by its Euclidean norm. Tokens stay as they are.")
  private boolean l2Normalize;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write FILE.npy, FILE.jsonl and FILE.json; for int8 also FILE.scales.npy.")
  private @Nullable Path out;

  @Option(
      names = "--overwrite",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Replace the files of --out and start from the beginning.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    EmbedSettings settings =
        EmbedSettings.defaults()
            .withOutputs(output)
            .withElementType(elementType)
            .withL2Normalize(l2Normalize)
            .withModel(input.model());
    try (EarlyEnd earlyEnd = EarlyEnd.onSignal();
        IjepaClient client = connection.connect()) {
      // Before any file is replaced: a server out of reach or an unknown model is told at once.
      ModelIdentity model = client.model(input.model()).identity();
      try (EmbeddingSink sink = sink(model)) {
        return embed(client, settings, sink, earlyEnd);
      }
    }
  }

  private int embed(
      IjepaClient client, EmbedSettings settings, EmbeddingSink sink, EarlyEnd earlyEnd)
      throws IOException {
    Inputs inputs = input.open(connection.maxImageBytes(), sink::isDone);
    Tally tally = new Tally(inputs.total());
    PrintWriter err = spec.commandLine().getErr();
    if (sink.doneBefore() > 0) {
      err.println(sink.doneBefore() + " images were done by an earlier run");
    }
    Progress progress = Progress.of(err, tally, inputs::share);
    try (ResultStream<Embedding> results =
        client.embedAll(inputs.stream(), settings, input.stream())) {
      earlyEnd.stopBy(results::close);
      for (Result<Embedding> result : results) {
        sink.accept(result);
        tally.count(result instanceof Result.Ok);
        progress.update();
      }
    }
    progress.finish();
    if (earlyEnd.isAsked()) {
      err.println("Interrupted." + (out == null ? "" : " Run the same command again to resume."));
    }
    return ExitCode.of(tally, inputs, err);
  }

  private EmbeddingSink sink(ModelIdentity model) throws IOException {
    if (out == null) {
      return new EmbeddingTable(spec.commandLine().getOut(), output);
    }
    EmbeddingKind kind = new EmbeddingKind(model, output, elementType, l2Normalize);
    return EmbeddingFiles.open(EmbeddingPaths.of(out), kind, overwrite);
  }
}
