package dev.ijepa.client.cli;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.PathName;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
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
    Table table = new Table("path", "label", "probability", "logit");
    try {
      for (Result<Classification> result : results) {
        if (json) {
          out.println(line(result));
        } else {
          addRows(table, result);
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

  private static void addRows(Table table, Result<Classification> result) {
    if (result instanceof Result.Failed<Classification> failed) {
      table.add(PathName.printable(failed.name()), failed.error().getMessage(), "-", "-");
      return;
    }
    String path = PathName.printable(result.name());
    for (ClassScore score : result.orElseThrow().classes()) {
      table.add(
          path,
          score.label(),
          String.format(Locale.ROOT, "%.4f", score.probability()),
          String.format(Locale.ROOT, "%.3f", score.logit()));
      // The path once is enough: what follows belongs to it.
      path = "";
    }
  }

  private static JsonObject line(Result<Classification> result) {
    if (result instanceof Result.Failed<Classification> failed) {
      return ErrorJson.of(failed.name(), failed.error());
    }
    return new JsonObject()
        .put("path", result.name())
        .put(
            "classes",
            result.orElseThrow().classes().stream().map(ClassifyCommand::object).toList());
  }

  private static JsonObject object(ClassScore score) {
    return new JsonObject()
        .put("index", score.index())
        .put("label", score.label())
        .put("probability", score.probability())
        .put("logit", score.logit());
  }
}
