package dev.ijepa.server.catalog;

import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;

/**
 * A loaded model that has run with every batch size that it will meet.
 *
 * @param model closed by its owner
 * @param engine computes with the model
 * @param plan as measured
 */
record WarmModel(FeatureModel model, BatchEngine engine, BatchPlan plan) {}
