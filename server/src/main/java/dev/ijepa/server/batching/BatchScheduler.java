package dev.ijepa.server.batching;

/**
 * Decides which items are computed together, and when.
 *
 * <p>Every item that is submitted hears its outcome exactly once, whatever happens: also when it
 * expires, when its batch fails, or when the scheduler is closed. How many items wait here is
 * bounded by who submits them.
 */
public interface BatchScheduler extends AutoCloseable {
  /**
   * Takes an item; returns at once. Its outcome comes in another thread, or at once if it has none
   * to wait for.
   */
  void submit(BatchItem item);

  /** Items that wait for a place in a batch. */
  int queued();

  /** What was measured of this scheduler's model. */
  BatchPlan plan();

  /** Computes what was submitted, then stops. Items that come later fail. */
  @Override
  void close();
}
