package dev.ijepa.client.cli;

import java.io.PrintWriter;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong in a line: a page of help would push it off the screen. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    PrintWriter err = error.getCommandLine().getErr();
    err.println(TerminalText.lines(String.valueOf(error.getMessage())));
    UnmatchedArgumentException.printSuggestions(error, err);
    err.printf("See %s --help%n", error.getCommandLine().getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }
}
