package dev.ijepa.client.bench;

/** Runs tasks later. */
interface Timer {
  /** Runs the task after a while, unless everything is over by then. */
  void after(long nanos, Runnable task);
}
