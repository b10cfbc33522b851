package dev.ijepa.client.cli;

import dev.ijepa.client.IjepaException;
import dev.ijepa.client.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The one place where what ends a command early becomes a line and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed)
      throws Exception {
    if (error instanceof IjepaException failure) {
      tell(command, failure.getMessage());
      return exitCode(failure.code());
    }
    if (error instanceof InvalidPathException || error instanceof PatternSyntaxException) {
      tell(command, error.getMessage());
      return ExitCode.USAGE;
    }
    if (error instanceof IOException) {
      tell(command, text(error));
      return ExitCode.SOME_FAILED;
    }
    if (error instanceof UncheckedIOException unchecked) {
      @Nullable IOException cause = unchecked.getCause();
      tell(command, text(cause == null ? unchecked : cause));
      return ExitCode.SOME_FAILED;
    }
    throw error;
  }

  private static void tell(CommandLine command, @Nullable String message) {
    command.getErr().println(TerminalText.lines(String.valueOf(message)));
  }

  // What is thrown here says all itself; of others the class tells the most.
  private static String text(Exception error) {
    boolean plain = error.getClass() == IOException.class && error.getMessage() != null;
    return plain ? String.valueOf(error.getMessage()) : error.toString();
  }

  private static int exitCode(StatusCode code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNREACHABLE;
      case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, UNAUTHENTICATED, PERMISSION_DENIED ->
          ExitCode.USAGE;
      default -> ExitCode.SOME_FAILED;
    };
  }
}
