package dev.ijepa.server.pipeline;

import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemOutcome;

/** Hears of each outcome, for the metrics. Must not throw. */
public interface PipelineListener {
  /** A request to a model has its outcome. */
  void finished(ServedModel model, ItemOutcome outcome);

  /** A computed outcome was encoded and handed to gRPC, which took so long. */
  void responded(ServedModel model, long nanos);
}
