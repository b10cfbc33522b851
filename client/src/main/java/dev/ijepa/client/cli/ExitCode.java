package dev.ijepa.client.cli;

/** What the process says at its end; 2, for wrong usage, is picocli's own. */
final class ExitCode {
  static final int OK = 0;
  static final int SOME_FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private ExitCode() {}

  /** The exit code of a run over some items. */
  static int of(Tally tally) {
    return tally.failed() == 0 ? OK : SOME_FAILED;
  }
}
