package dev.ijepa.ops.head;

import dev.ijepa.models.head.training.HeadTrainer.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line for each strength that was tried, with the time that the others may take. */
final class StrengthProgress implements Progress {
  private final PrintWriter err;
  private final LongSupplier nanoTime;
  private final long start;
  private int tried;

  /** Begins now. */
  StrengthProgress(PrintWriter err, LongSupplier nanoTime) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void tried(double strength, double logLoss, int left) {
    tried++;
    // The search usually ends before it has tried all.
    long seconds = (long) Math.ceil((nanoTime.getAsLong() - start) / 1e9 / tried * left);
    err.printf(
        Locale.ROOT,
        "C = %-8.3g log loss %.4f, at most %d:%02d left%n",
        strength,
        logLoss,
        seconds / 60,
        seconds % 60);
  }
}
