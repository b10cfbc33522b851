package dev.ijepa.server.cli;

import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import dev.ijepa.server.options.OptionErrors;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Serves until SIGTERM. */
@Command(
    name = ServeCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves models over gRPC until it is told to stop (SIGTERM, Ctrl-C).",
    footer = {
      "",
      "Every option can also be set by an environment variable (--max-batch-size: IJEPA_MAX_BATCH_SIZE)",
      "or by a line of the properties file that IJEPA_CONFIG names (max-batch-size = 32).",
      "",
      "Exit codes: 0 it was told to stop, also while it was loading; 1 it can't start; 2 wrong usage;",
      "70 the device hangs (--hang-exit)."
    })
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";

  @Spec private CommandSpec spec;

  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws Exception {
    List<String> misnamed = misnamed();
    OptionErrors errors = new OptionErrors();
    errors.addAll(misnamed);
    options.validate(errors);
    if (!misnamed.isEmpty()) {
      ServerMain.tell(spec.commandLine(), errors.text());
      return CommandLine.ExitCode.USAGE;
    }
    errors.throwIfAny();
    options.logging.logFormat.apply();
    try (StopSignal signal = new StopSignal()) {
      signal.drains(IjepaServer.start(options, signal.resources()));
      new CountDownLatch(1).await();
    }
    return CommandLine.ExitCode.OK;
  }

  private List<String> misnamed() {
    return spec.defaultValueProvider() instanceof OptionDefaults defaults
        ? defaults.problems(spec.commandLine())
        : List.of();
  }
}
