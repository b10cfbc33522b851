package dev.ijepa.server.features;

import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.region.PatchGrid;
import dev.ijepa.models.region.Region;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.OutputSelection.Regions;
import dev.ijepa.server.item.ItemOutcome.Computed;
import java.util.ArrayList;
import java.util.List;

/** Pools the tokens of an image over the parts of it that a client selects. */
final class RegionFeatures {
  private RegionFeatures() {}

  /** The mean of the tokens over each region; zeros where a region covers nothing. */
  static Feature of(Regions selection, EncoderConfig encoder, Computed computed) {
    PatchGrid grid = new PatchGrid(encoder.gridHeight(), encoder.gridWidth());
    int dimensions = encoder.hiddenSize();
    float[] tokens = computed.outputs().get(Output.TOKENS);
    List<Region> regions = selection.regions();
    float[] values = new float[regions.size() * dimensions];
    List<Integer> empty = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      boolean isCovered =
          regions
              .get(i)
              .coverage(computed.image(), grid)
              .mean(tokens, dimensions, values, i * dimensions);
      if (!isCovered) {
        empty.add(i);
      }
    }
    return new Feature(
        selection, List.of((long) regions.size(), (long) dimensions), values, List.copyOf(empty));
  }
}
