package dev.ijepa.server.cli;

import dev.ijepa.models.hub.DownloadProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** One line for each file: rewritten in place on a terminal, elsewhere written when it is whole. */
final class DownloadLine implements DownloadProgress {
  private static final Duration BETWEEN_LINES = Duration.ofMillis(200);

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  private String file = "";
  private long start;
  private long shown;
  private long doneAtStart;

  DownloadLine(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** The line of this process, in its own time. */
  static DownloadLine of(PrintWriter err) {
    return new DownloadLine(err, CommandLine.Help.Ansi.AUTO.enabled(), System::nanoTime);
  }

  @Override
  public void advanced(String name, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!name.equals(file) || done < doneAtStart) {
      file = name;
      start = now;
      shown = now;
      doneAtStart = done;
    }
    if (done == total) {
      show(done, total, now);
      err.println();
    } else if (terminal && now - shown >= BETWEEN_LINES.toNanos()) {
      shown = now;
      show(done, total, now);
    }
  }

  @Override
  public void waiting(String why, Duration pause) {
    String next = pause.isZero() ? "" : "; next try in " + pause.toSeconds() + " s";
    err.println((terminal ? "\r" : "") + why + next);
  }

  private void show(long done, long total, long now) {
    String line = "%s: %s of %s".formatted(file, bytes(done), bytes(total));
    if (now > start && done > doneAtStart) {
      line += ", %s/s".formatted(bytes((long) ((done - doneAtStart) * 1e9 / (now - start))));
    }
    err.print(terminal ? "\r" + line + "\u001B[K" : line);
    err.flush();
  }

  // As the Hub's pages count: a kilobyte has 1000 bytes.
  private static String bytes(long count) {
    return count < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", count / 1e3)
        : count < 1_000_000_000
            ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
            : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }
}
