package dev.ijepa.server.cli;

import dev.ijepa.server.pipeline.DataSize;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The server side of {@code ./ijepa}. */
@Command(
    name = "ijepa",
    subcommands = {ServeCommand.class, ConvertCommand.class, InspectCommand.class},
    description = "I-JEPA image features over gRPC.")
public final class ServerMain {
  /** What was asked for could not be done. */
  static final int EXIT_FAILED = 1;

  private ServerMain() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(args));
  }

  /** Runs a command; returns the exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new ServerMain())
            .registerConverter(Duration.class, Durations::parse)
            .registerConverter(DataSize.class, DataSize::parse)
            .setExecutionExceptionHandler(ServerMain::report);
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.setDefaultValueProvider(OptionDefaults.load()));
    return commandLine;
  }

  // What a user can mend has a message that says how; anything else is a defect and shows where it
  // is.
  private static int report(Exception failure, CommandLine command, Object ignored)
      throws Exception {
    if (!(failure instanceof IOException)) {
      throw failure;
    }
    command.getErr().println(Ansi.AUTO.string("@|bold,red error:|@ ") + failure.getMessage());
    return EXIT_FAILED;
  }
}
