package dev.ijepa.ops.head;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Commands that make heads. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      ExportCommand.class,
      ImportCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Trains classifiers on the features of labelled images, says how good they are, and exchanges"
            + " them with transformers.")
public final class HeadMain {
  private HeadMain() {}

  /** Runs one command, and exits with its code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ENGLISH);
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs one command; returns its code. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    try {
      return execute(out, err, args);
    } catch (OutOfMemoryError e) {
      err.printf(
          "error: Java has too little memory (%,d MiB of heap): IJEPA_JAVA_OPTS=-Xmx8g gives it 8 GiB%n",
          Runtime.getRuntime().maxMemory() >> 20);
      return 1;
    }
  }

  private static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new HeadMain())
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(HeadMain::report)
        .execute(args);
  }

  // What a user can mend has a message that says how; anything else is a defect.
  private static int report(Exception failure, CommandLine command, Object ignored)
      throws Exception {
    if (!(failure instanceof IOException)) {
      throw failure;
    }
    command.getErr().println(Ansi.AUTO.string("@|bold,red error:|@ ") + failure.getMessage());
    return 1;
  }
}
