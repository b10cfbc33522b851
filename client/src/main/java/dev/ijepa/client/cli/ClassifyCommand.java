package dev.ijepa.client.cli;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.HeadNeighbour;
import dev.ijepa.client.HeadResult;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Classifies files and folders through one stream. */
@Command(name = "classify", description = "Classifies images.")
final class ClassifyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "5",
      description =
          "How many classes to print for each image; 0 prints all. Default: ${DEFAULT-VALUE}")
  private int topK = 5;

  @Option(
      names = "--head",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The head that classifies. Default: the model's default head.")
  private String head = "";

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Print one JSON object a line instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (topK < 0) {
      throw new ParameterException(spec.commandLine(), "--top-k must be 0 (all) or more: " + topK);
    }
    ClassifySettings settings = ClassifySettings.defaults().withTopK(topK).withModel(input.model());
    if (!head.isEmpty()) {
      settings = settings.withHeads(head);
    }
    Inputs inputs = input.open(connection.maxImageBytes(), name -> false);
    Tally tally = new Tally(inputs.total());
    try (EarlyEnd earlyEnd = EarlyEnd.onSignal();
        IjepaClient client = connection.connect()) {
      client.model(input.model());
      try (ResultStream<Classification> results =
          client.classifyAll(inputs.stream(), settings, input.stream())) {
        earlyEnd.stopBy(results::close);
        print(results, tally, inputs);
      }
      if (earlyEnd.isAsked()) {
        spec.commandLine().getErr().println("Interrupted.");
      }
    }
    return ExitCode.of(tally, inputs, spec.commandLine().getErr());
  }

  private void print(ResultStream<Classification> results, Tally tally, Inputs inputs) {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.of(spec.commandLine().getErr(), tally, inputs::share);
    ClassTable table = new ClassTable();
    try {
      for (Result<Classification> result : results) {
        if (json) {
          out.println(line(result));
        } else {
          table.add(result);
        }
        tally.count(result instanceof Result.Ok);
        progress.update();
        if (out.checkError()) {
          // Nobody would see the rest.
          break;
        }
      }
      progress.finish();
    } finally {
      if (!json) {
        table.print(out);
      }
    }
  }

  private static JsonObject line(Result<Classification> result) {
    if (result instanceof Result.Failed<Classification> failed) {
      return ErrorJson.of(failed.name(), failed.error());
    }
    Classification classification = result.orElseThrow();
    JsonObject line =
        new JsonObject()
            .put("path", result.name())
            .put(
                "classes", classification.classes().stream().map(ClassifyCommand::object).toList());
    classification.heads().stream().findFirst().ifPresent(first -> addTo(line, first));
    return line;
  }

  /** What the head says beside the classes. */
  private static void addTo(JsonObject line, HeadResult head) {
    head.rejected().ifPresent(rejected -> line.put("rejected", rejected));
    head.distance()
        .ifPresent(
            distance ->
                line.put(
                    "distance",
                    new JsonObject()
                        .put("value", distance.value())
                        .put("percentile", distance.percentile())));
    if (!head.neighbours().isEmpty()) {
      line.put("neighbours", head.neighbours().stream().map(ClassifyCommand::object).toList());
    }
  }

  private static JsonObject object(HeadNeighbour neighbour) {
    return new JsonObject()
        .put("path", neighbour.path())
        .put("index", neighbour.index())
        .put("label", neighbour.label())
        .put("similarity", neighbour.similarity());
  }

  private static JsonObject object(ClassScore score) {
    return new JsonObject()
        .put("index", score.index())
        .put("label", score.label())
        .put("probability", score.probability())
        .put("logit", score.logit());
  }
}
