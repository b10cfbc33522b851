package dev.ijepa.server.item;

/** One run of a batch on the device. Two runs are equal only if they are the same one. */
public final class BatchRun {
  private final int items;
  private final int size;

  /**
   * A run.
   *
   * @param items in the batch
   * @param size that the device is run with, at least {@code items}
   */
  public BatchRun(int items, int size) {
    this.items = items;
    this.size = size;
  }

  public int items() {
    return items;
  }

  public int size() {
    return size;
  }
}
