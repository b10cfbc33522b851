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
 */
record WarmModel(LoadedModel model, BatchEngine engine, BatchPlan plan) {}
