package dev.ijepa.client.cli;

/**
 * How much of the input has been read, in images or bytes. What was done before counts neither as
 * read nor as left: it would make the rest look short.
 */
final class InputShare {
  private final long all;
  private long opened;
  private long read;
  private long skipped;

  InputShare(long all) {
    this.all = all;
  }

  /** Something was read as a whole. */
  synchronized void passed(long amount) {
    read += amount;
  }

  /** An archive begins here. */
  synchronized void open() {
    opened = read;
  }

  /** The open archive was read to there; {@code skip} if the last member was done before. */
  synchronized void at(long position, boolean skip) {
    long before = read;
    read = opened + position;
    if (skip) {
      skipped += read - before;
    }
  }

  synchronized double get() {
    long left = all - skipped;
    return left <= 0 ? 1 : Math.min(1, (double) (read - skipped) / left);
  }
}
