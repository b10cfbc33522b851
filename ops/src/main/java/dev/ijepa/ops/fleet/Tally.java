package dev.ijepa.ops.fleet;

import java.util.concurrent.atomic.LongAdder;

/** Counts what succeeds and what fails. */
final class Tally {
  private final String what;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();

  Tally(String what) {
    this.what = what;
  }

  void succeeded() {
    succeeded.increment();
  }

  void failed(RuntimeException error) {
    failed.increment();
    System.out.println("failed " + what + ": " + error);
  }

  @Override
  public String toString() {
    return "%s %d failed %d".formatted(what, succeeded.sum(), failed.sum());
  }
}
