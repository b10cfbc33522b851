package dev.ijepa.client.cli;

import java.io.PrintWriter;

/** What the process says at its end; 2, for wrong usage, is picocli's own. */
final class ExitCode {
  static final int OK = 0;
  static final int SOME_FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private ExitCode() {}

  /** The exit code of a run over some items, of which there must have been one. */
  static int of(Tally tally, Inputs inputs, PrintWriter err) {
    if (tally.finished() == 0 && inputs.isEmpty()) {
      err.println("no images were found");
      return SOME_FAILED;
    }
    return tally.failed() == 0 ? OK : SOME_FAILED;
  }
}
