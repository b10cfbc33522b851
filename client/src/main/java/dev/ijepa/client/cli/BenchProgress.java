package dev.ijepa.client.cli;

import dev.ijepa.client.bench.Bench;
import dev.ijepa.client.bench.LoadPoint;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;

/** One line about the load that runs, rewritten in place; on a terminal only. */
final class BenchProgress implements Bench.ProgressListener {
  private static final String CLEAR = "\r\u001B[K";

  private final PrintWriter err;
  private final boolean terminal;

  BenchProgress(PrintWriter err) {
    this.err = err;
    this.terminal = CommandLine.Help.Ansi.AUTO.enabled();
  }

  @Override
  public void running(LoadPoint point, Duration measured, long answers) {
    double seconds = measured.toNanos() / 1e9;
    String state =
        measured.isZero()
            ? "warming up"
            : String.format(Locale.ROOT, "%.0f s, %.1f answers/s", seconds, answers / seconds);
    write(CLEAR + BenchTable.name(point) + ": " + state);
  }

  void finish() {
    write(CLEAR);
  }

  private void write(String text) {
    if (terminal) {
      err.print(text);
      err.flush();
    }
  }
}
