package dev.ijepa.client.cli;

/** How many items there are, and what has become of them so far. */
final class Tally {
  /** The total, where only the end will tell it. */
  static final long UNKNOWN = -1;

  private final long total;
  private long succeeded;
  private long failed;

  Tally(long total) {
    this.total = total;
  }

  void count(boolean success) {
    if (success) {
      succeeded++;
    } else {
      failed++;
    }
  }

  long total() {
    return total;
  }

  long finished() {
    return succeeded + failed;
  }

  long failed() {
    return failed;
  }
}
