package dev.ijepa.client.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/**
 * One line about how far it is: rewritten in place on a terminal, a new one now and then elsewhere.
 */
final class Progress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final boolean terminal;
  private final Tally tally;
  private final DoubleSupplier share;
  private final LongSupplier nanoTime;
  private final long start;
  private long shown;

  /**
   * Begins now.
   *
   * @param share how much of the input has been read, from 0 to 1; asked where the total is unknown
   */
  Progress(
      PrintWriter err, boolean terminal, Tally tally, DoubleSupplier share, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.tally = tally;
    this.share = share;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.shown = start;
  }

  /** Progress of this process, in its own time. */
  static Progress of(PrintWriter err, Tally tally, DoubleSupplier share) {
    return new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), tally, share, System::nanoTime);
  }

  /** Shows the line if it was not shown for a while. */
  void update() {
    long now = nanoTime.getAsLong();
    long pause = (terminal ? ON_TERMINAL : ELSEWHERE).toNanos();
    if (now - shown >= pause) {
      shown = now;
      show(now);
    }
  }

  /** Shows the last state. */
  void finish() {
    show(nanoTime.getAsLong());
    if (terminal) {
      err.println();
    }
  }

  private void show(long now) {
    if (terminal) {
      err.print("\r" + line(now) + "\u001B[K");
      err.flush();
    } else {
      err.println(line(now));
    }
  }

  private String line(long now) {
    double seconds = Math.max(1e-9, (now - start) / 1e9);
    boolean counted = tally.total() != Tally.UNKNOWN;
    double part =
        counted ? (double) tally.finished() / Math.max(1, tally.total()) : share.getAsDouble();
    String left = tally.finished() == 0 || part == 0 ? "?" : time(seconds * (1 - part) / part);
    String of = counted ? "/" + tally.total() : "";
    String percent = counted ? "" : String.format(Locale.ROOT, " (%.0f %%)", 100 * part);
    return String.format(
        Locale.ROOT,
        "%d%s images%s, %.1f/s, %d failed, %s left",
        tally.finished(),
        of,
        percent,
        tally.finished() / seconds,
        tally.failed(),
        left);
  }

  private static String time(double left) {
    long whole = (long) Math.ceil(left);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
