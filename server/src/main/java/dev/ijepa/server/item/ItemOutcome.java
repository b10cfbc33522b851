package dev.ijepa.server.item;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.image.ImageSize;

/** What became of an item. Each item has exactly one outcome. */
public sealed interface ItemOutcome {
  /**
   * Its outputs were computed.
   *
   * @param image the size of the upright image, as it was sent
   */
  record Computed(ImageOutputs outputs, ImageSize image, ItemTimings timings)
      implements ItemOutcome {}

  /** It has no result; other items are not concerned. */
  record Failed(Failure failure) implements ItemOutcome {}
}
