package dev.ijepa.server.loading;

import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.LoadedModel;

/**
 * A loaded model that has run with every batch size that it will meet.
 *
 * @param model closed by its owner
 * @param engine computes with the model
 * @param plan as measured
 * @param isDoubtful whether the plan was measured while other work disturbed it
 * @param bits of the features of a test image, in a number; 0 if they may differ between batches
 */
record WarmModel(
    LoadedModel model, BatchEngine engine, BatchPlan plan, boolean isDoubtful, int bits) {
  WarmModel(LoadedModel model, BatchEngine engine, BatchPlan plan) {
    this(model, engine, plan, false, 0);
  }

  /** The same, whose plan was measured while other work disturbed it. */
  WarmModel inDoubt() {
    return new WarmModel(model, engine, plan, true, bits);
  }
}
