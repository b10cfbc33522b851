package dev.ijepa.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The client's command line: {@code embed}, {@code classify}, {@code models} and {@code bench}.
 *
 * <p>Exit codes: 0 all is well; 1 some items failed, no image was found, or results could not be
 * written; 2 wrong usage, or a request that the server refuses as such; 3 the server cannot be
 * reached.
 */
@Command(
    name = "ijepa-client",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ClientVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "I-JEPA features of image files, from a server.",
    footer = {
      "",
      "A variable of the environment sets the default of each option: IJEPA_CLIENT_TOP_K for --top-k.",
      "Exit codes: 0 success; 1 some items failed, no image was found, or results could not be"
          + " written; 2 wrong usage; 3 the server cannot be reached."
    },
    subcommands = {
      EmbedCommand.class,
      ClassifyCommand.class,
      ModelsCommand.class,
      BenchCommand.class
    })
public final class ClientMain {
  /** Netty warns at each Unix domain socket that it has no keep-alive, which gRPC asks for. */
  private static final Logger NETTY =
      Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap");

  /** Java's own property, for how many seconds addresses of names are remembered. */
  private static final String ADDRESS_SECONDS = "networkaddress.cache.ttl";

  static {
    NETTY.setLevel(Level.SEVERE);
    if (Security.getProperty(ADDRESS_SECONDS) == null) {
      // Java's 30 s would hide servers that are added.
      Security.setProperty(ADDRESS_SECONDS, "5");
    }
  }

  private ClientMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Whoever parses what this program writes finds the same digits on every machine.
    Locale.setDefault(Locale.ENGLISH);
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    if (!Files.isDirectory(Path.of("."))) {
      err.println(
          "Java cannot read the name of the working folder: relative paths lead nowhere. Set"
              + " LC_ALL=C.UTF-8, or run this in another folder");
    }
    System.exit(start(out, err, args));
  }

  private static int start(PrintWriter out, PrintWriter err, String[] args) {
    String[] arguments;
    try {
      arguments = Arguments.restore(args);
    } catch (IllegalArgumentException e) {
      err.println(TerminalText.lines(String.valueOf(e.getMessage())));
      return ExitCode.USAGE;
    }
    return run(System.getenv(), out, err, arguments);
  }

  /**
   * Runs one command.
   *
   * @param environment defaults of the options: {@code IJEPA_CLIENT_TOP_K} for {@code --top-k}
   * @param args with names of files as {@link dev.ijepa.client.PathName} writes them
   * @return the exit code
   */
  public static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    int code =
        new CommandLine(new ClientMain())
            .setOut(out)
            .setErr(err)
            .registerConverter(Path.class, new PathConverter())
            .setDefaultValueProvider(new EnvironmentDefaults(environment))
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler(new FailureHandler())
            .setUsageHelpAutoWidth(true)
            // The name of a file may begin with that: its content is no arguments.
            .setExpandAtFiles(false)
            .execute(args);
    // A PrintWriter throws nothing: it is asked.
    if (out.checkError()) {
      err.println("standard output cannot be written: results are lost");
      return code == ExitCode.OK ? ExitCode.SOME_FAILED : code;
    }
    return code;
  }
}
