package dev.ijepa.client.cli;

import dev.ijepa.client.HeadInfo;
import dev.ijepa.client.HeadKind;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ModelInfo;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what the server has loaded. */
@Command(name = "models", description = "Lists the server's models.")
final class ModelsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    Table table =
        new Table(
            "name",
            "version",
            "fingerprint",
            "input",
            "D",
            "layers",
            "parameters",
            "precision",
            "heads",
            "outputs",
            "licence");
    try (IjepaClient client = connection.connect()) {
      client.models().forEach(model -> add(table, model));
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static void add(Table table, ModelInfo model) {
    table.add(
        model.identity().name() + (model.isDefault() ? " (default)" : ""),
        model.identity().version(),
        shortened(model.identity().fingerprint()),
        "%s×%s/%s".formatted(model.imageHeight(), model.imageWidth(), model.patchSize()),
        Integer.toString(model.dimension()),
        Integer.toString(model.layers()),
        String.format(Locale.ROOT, "%.1f M", model.parameters() / 1e6),
        model.precision().name().toLowerCase(Locale.ROOT),
        model.canClassify()
            ? model.heads().stream().map(ModelsCommand::head).collect(Collectors.joining(" "))
            : "none",
        model.outputs().keySet().stream()
            .sorted()
            .map(EnumNames::of)
            .collect(Collectors.joining(" ")),
        model.license().isEmpty() ? "?" : model.license());
  }

  /** The name of a head, how many classes it has, and its kind if it is no linear one. */
  private static String head(HeadInfo head) {
    String kind = head.kind() == HeadKind.LINEAR ? "" : ":" + EnumNames.of(head.kind());
    return "%s:%s%s".formatted(head.name(), head.labels().size(), kind);
  }

  private static String shortened(String fingerprint) {
    return fingerprint.length() > 12 ? fingerprint.substring(0, 12) : fingerprint;
  }
}
