package dev.ijepa.server.cli;

import static java.util.Objects.requireNonNull;

import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The server side of {@code ./ijepa}. */
@Command(
    name = "ijepa",
    subcommands = {ServeCommand.class, ConvertCommand.class, InspectCommand.class},
    description = "I-JEPA image features over gRPC.")
public final class ServerMain {
  /** What was asked for could not be done. */
  static final int EXIT_FAILED = 1;

  private final Map<String, String> environment;

  private ServerMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variables that commands may look at, beside those that set their options. */
  Map<String, String> environment() {
    return environment;
  }

  public static void main(String[] args) {
    // Whoever reads or parses what this program writes finds the same digits on every machine. And
    // TensorFlow Java, like other libraries, formats names for machines in the default locale.
    Locale.setDefault(Locale.ENGLISH);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(
        run(
            System.getenv(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs a command; returns the exit code: 0 done, 1 failed, 2 wrong use. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine =
        new CommandLine(new ServerMain(environment))
            .setOut(out)
            .setErr(err)
            .registerConverter(Duration.class, plain(Durations::parse))
            .registerConverter(DataSize.class, plain(DataSize::parse))
            .setExecutionExceptionHandler(ServerMain::report);
    CommandLine serve = requireNonNull(commandLine.getSubcommands().get(ServeCommand.NAME));
    try {
      // Of the server alone: what is set for it must not change what a conversion does.
      OptionDefaults defaults = OptionDefaults.load(environment);
      serve.setDefaultValueProvider(defaults);
      commandLine.setParameterExceptionHandler(
          alsoTelling(defaults, serve, commandLine.getParameterExceptionHandler()));
    } catch (IOException e) {
      tell(commandLine, e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(args);
  }

  /** A value that can't be read ends the command before it looks at what is misnamed. */
  private static IParameterExceptionHandler alsoTelling(
      OptionDefaults defaults, CommandLine serve, IParameterExceptionHandler usual) {
    return (failure, args) -> {
      if (failure.getCommandLine() == serve) {
        defaults.problems(serve).forEach(problem -> tell(serve, problem));
      }
      return usual.handleParseException(failure, args);
    };
  }

  /** Picocli shows the message of this exception as it is, and of others their class too. */
  private static <T> ITypeConverter<T> plain(ITypeConverter<T> converter) {
    return text -> {
      try {
        return converter.convert(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  // What a user can mend has a message that says how; anything else is a defect and shows where it
  // is.
  private static int report(Exception failure, CommandLine command, Object ignored)
      throws Exception {
    if (!(failure instanceof IOException)) {
      throw failure;
    }
    tell(command, failure.getMessage());
    return EXIT_FAILED;
  }

  /** Writes an error as all commands do. */
  static void tell(CommandLine command, @Nullable String message) {
    command.getErr().println(Ansi.AUTO.string("@|bold,red error:|@ ") + message);
  }
}
