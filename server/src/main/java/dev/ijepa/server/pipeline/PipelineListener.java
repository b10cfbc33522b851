package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.ItemOutcome;

/** Hears of each outcome, for the metrics. */
@FunctionalInterface
public interface PipelineListener {
  /** A request has its outcome. */
  void finished(FeatureRequest request, ItemOutcome outcome);
}
