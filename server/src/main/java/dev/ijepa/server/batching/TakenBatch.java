package dev.ijepa.server.batching;

import java.util.List;

/**
 * What a lane has taken to run together.
 *
 * @param items none if all that waited were dead
 * @param plan by which they were taken
 * @param company what else went on
 */
record TakenBatch(List<BatchItem> items, BatchPlan plan, Company company) {
  /** What else went on when the batch was taken: it says what the time of the batch tells. */
  enum Company {
    /** Nothing: one item gets the cores of all lanes. */
    DIVIDED,
    /** Nothing: one item is computed in its lane, and the other lanes are free. */
    LONELY,
    /** Every lane is busy and more items wait, as when the plan was measured. */
    CROWDED,
    /** Something between: the time of the batch says nothing about the plan. */
    MIXED
  }
}
