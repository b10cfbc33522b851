package dev.ijepa.server.batching;

/** Hears of each batch, for the metrics. Must not throw. */
public interface BatchListener {
  /**
   * A batch was run.
   *
   * @param items in it
   * @param size that the device was run with
   * @param lanes whose cores it took
   * @param nanos that it took
   */
  void batchRan(int items, int size, int lanes, long nanos);

  /** A batch could not be run. */
  void batchFailed();

  /** Makes the listeners. */
  @FunctionalInterface
  interface Factory {
    /** The listener of a model. */
    BatchListener forModel(String name);
  }
}
