package dev.ijepa.server.features;

import dev.ijepa.models.Output;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.features.FeatureResult.Feature;
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

  /** How many classes a result names, those of all heads together. */
  long classes() {
    return heads.stream().mapToLong(SelectedHead::classes).sum();
  }

  /** The bytes of the neighbours that a result names. */
  long neighbourBytes() {
    return heads.stream().mapToLong(SelectedHead::neighbourBytes).sum();
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
    float[] values = computed.outputs().get(output.source());
    return new Feature(
        output,
        model.model().shape(output.source()),
        l2Normalize && output.isPooled() ? l2Normalized(values) : values);
  }

  /** v / ‖v‖, the norm summed in double; a zero vector stays zero. */
  private static float[] l2Normalized(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    float[] normalized = new float[values.length];
    for (int i = 0; i < values.length && norm > 0; i++) {
      normalized[i] = (float) (values[i] / norm);
    }
    return normalized;
  }
}
