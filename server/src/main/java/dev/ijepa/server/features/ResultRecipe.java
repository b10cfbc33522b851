package dev.ijepa.server.features;

import dev.ijepa.models.Output;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.OutputSelection.Regions;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the result of a query from what the model computed. It does not hold the image, which is
 * not needed until then.
 *
 * @param model that computes
 * @param outputs that were selected; the model has them
 * @param l2Normalize whether pooled outputs are normalised
 * @param heads that were selected; the model has them
 */
public record ResultRecipe(
    ServedModel model,
    List<OutputSelection> outputs,
    boolean l2Normalize,
    List<SelectedHead> heads) {
  private static final Logger log = LoggerFactory.getLogger(ResultRecipe.class);

  /** The outputs that the model must compute for it. */
  Set<Output> sources() {
    Set<Output> sources = EnumSet.noneOf(Output.class);
    outputs.forEach(output -> sources.add(output.source()));
    heads.forEach(head -> sources.add(head.head().source()));
    return sources;
  }

  /** What a result takes beside the outputs that the model computes: regions and classes. */
  long bytes() {
    long bytes = 0;
    for (OutputSelection output : outputs) {
      if (output instanceof Regions regions) {
        bytes +=
            (long) regions.regions().size() * model.manifest().encoder().hiddenSize() * Float.BYTES;
      }
    }
    for (SelectedHead head : heads) {
      bytes += head.bytes();
    }
    return bytes;
  }

  /**
   * Makes the results, in the order of the outcomes.
   *
   * @throws FailedException if an item failed
   */
  public List<FeatureResult> results(List<ItemOutcome> outcomes) throws FailedException {
    List<FeatureResult> results = new ArrayList<>(outcomes.size());
    for (ItemOutcome outcome : outcomes) {
      results.add(result(outcome));
    }
    return results;
  }

  private FeatureResult result(ItemOutcome outcome) throws FailedException {
    if (outcome instanceof Failed failed) {
      throw new FailedException(failed.failure());
    }
    try {
      return result((Computed) outcome);
    } catch (RuntimeException | Error e) {
      throw new FailedException(InternalFault.failure(log, "the response could not be written", e));
    }
  }

  private FeatureResult result(Computed computed) {
    return new FeatureResult(
        ModelIdentity.of(model),
        outputs.stream().map(output -> feature(output, computed)).toList(),
        heads.stream()
            .map(head -> head.scores(computed.outputs().get(head.head().source())))
            .toList(),
        computed.timings());
  }

  private Feature feature(OutputSelection output, Computed computed) {
    Feature feature =
        output instanceof Regions regions
            ? RegionFeatures.of(regions, model.manifest().encoder(), computed)
            : new Feature(
                output,
                model.model().shape(output.source()),
                computed.outputs().get(output.source()));
    return l2Normalize && output.isPooled() ? feature.l2Normalized() : feature;
  }
}
