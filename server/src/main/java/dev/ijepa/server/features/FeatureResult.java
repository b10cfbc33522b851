package dev.ijepa.server.features;

import dev.ijepa.models.head.Distance;
import dev.ijepa.models.head.Neighbour;
import dev.ijepa.server.item.ItemTimings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of one image.
 *
 * @param model that computed them
 * @param outputs in the order of the query
 * @param heads in the order of the query
 * @param timings where the time went
 */
public record FeatureResult(
    ModelIdentity model, List<Feature> outputs, List<HeadScores> heads, ItemTimings timings) {
  /** One output. */
  public static final class Feature {
    private final OutputSelection selection;
    private final List<Long> shape;
    private final float[] values;

    Feature(OutputSelection selection, List<Long> shape, float[] values) {
      this.selection = selection;
      this.shape = shape;
      this.values = values;
    }

    /** The selection that asked for it. */
    public OutputSelection selection() {
      return selection;
    }

    /** The size of each axis, outermost first. */
    public List<Long> shape() {
      return shape;
    }

    /** The values in row-major order. The array is not copied. */
    public float[] values() {
      return values;
    }
  }

  /**
   * The classes that a head found.
   *
   * @param name of the head
   * @param isNamed whether the client named it, and did not ask for the default one
   * @param fingerprint of the head; empty for the one that came with the checkpoint
   * @param classes the most probable first; of equals the lower index first
   * @param distance of the image from the classes; null if the head knows none
   * @param neighbours the nearest training images, the nearest first; empty if the head stores none
   */
  public record HeadScores(
      String name,
      boolean isNamed,
      String fingerprint,
      List<ScoredClass> classes,
      @Nullable Distance distance,
      List<Neighbour> neighbours) {
    /** Whether the head says more than the scores of classes. */
    public boolean hasMore() {
      return distance != null || !neighbours.isEmpty();
    }
  }

  /**
   * One class.
   *
   * @param index of the class in the labels of the head
   * @param label of the class
   * @param score the activation of the logit: a probability, or the logit itself for regression
   * @param logit what the head computed
   */
  public record ScoredClass(int index, String label, float score, float logit) {}
}
