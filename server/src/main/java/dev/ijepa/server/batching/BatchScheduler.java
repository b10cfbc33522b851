package dev.ijepa.server.batching;

import dev.ijepa.server.item.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Decides which items are computed together, and when.
 *
 * <p>Every item that is submitted hears its outcome, whatever happens: also when it is cancelled or
 * expires, when its batch fails or hangs, or when the scheduler is closed. How many items wait here
 * is bounded by who submits them.
 */
public interface BatchScheduler {
  /**
   * Takes an item; returns at once. Its outcome comes in another thread, or at once if it has none
   * to wait for.
   */
  void submit(BatchItem item);

  /** Answers what waits of a call that nobody waits for any more; its places are free at once. */
  void cancel(Object call);

  /** Answers what can't be in time any more. To be called often. */
  void expire();

  /**
   * Answers everything at once, also what is being run, and all that comes until {@link #resume}:
   * the device does not answer.
   */
  void suspend(Failure failure);

  /** Takes items again. */
  void resume();

  /**
   * Runs something on a lane between two batches, as if it were a batch, also while suspended.
   *
   * @param expected how long it should take
   * @return what it returned or threw
   */
  <T> CompletableFuture<T> runBetweenBatches(Duration expected, Supplier<T> work);

  /** The batches that the device is running. */
  List<RunningBatch> running();

  /** Items that wait for a place in a batch. */
  int queued();

  /** How long the first of them has been waiting. */
  Duration oldestAge();

  /**
   * The plan that batches are made by now: as it was measured, or as live batch times have
   * corrected it since. Its number of lanes never changes.
   */
  BatchPlan plan();

  /** Tells that other work disturbed the measurement of the plan: live times may correct it. */
  void doubtPlan();

  /**
   * Whether the plan should be measured again: other work disturbed its measurement, or batches run
   * so much faster than it says that something must have.
   */
  boolean isPlanDoubtful();

  /**
   * Makes batches by another plan from now on, which was measured undisturbed.
   *
   * @throws IllegalArgumentException if it has another number of lanes
   */
  void adoptPlan(BatchPlan plan);

  /** How long no item has been waiting or running here; zero while one is, or if this is closed. */
  Duration idle();

  /** How long a batch of so many items takes, as things are now. */
  Duration expectedTime(int items);

  /**
   * Computes what was submitted, then stops. Items that come later fail, and so does what is not
   * computed in time.
   *
   * @return false if that took longer than {@code limit}: then the model may still be running
   */
  boolean close(Duration limit);
}
