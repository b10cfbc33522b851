package dev.ijepa.server.item;

import dev.ijepa.models.ImageOutputs;

/** What became of an item. Each item has exactly one outcome. */
public sealed interface ItemOutcome {
  /** Its outputs were computed. */
  record Computed(ImageOutputs outputs, ItemTimings timings) implements ItemOutcome {}

  /** It has no result; other items are not concerned. */
  record Failed(Failure failure) implements ItemOutcome {}
}
