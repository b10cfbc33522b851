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
    private final List<Integer> emptyRegions;

    Feature(OutputSelection selection, List<Long> shape, float[] values) {
      this(selection, shape, values, List.of());
    }

    Feature(
        OutputSelection selection, List<Long> shape, float[] values, List<Integer> emptyRegions) {
      this.selection = selection;
      this.shape = shape;
      this.values = values;
      this.emptyRegions = emptyRegions;
    }

    /** The selection that asked for it. */
    public OutputSelection selection() {
      return selection;
    }

    /** The size of each axis, outermost first. */
    public List<Long> shape() {
      return shape;
    }

    /** The same with each vector divided by its Euclidean norm; a vector of zeros stays so. */
    Feature l2Normalized() {
      int size = Math.toIntExact(shape.get(shape.size() - 1));
      float[] normalized = new float[values.length];
      for (int start = 0; start < values.length; start += size) {
        double squares = 0;
        for (int i = start; i < start + size; i++) {
          squares += (double) values[i] * values[i];
        }
        double norm = Math.sqrt(squares);
        for (int i = start; i < start + size && norm > 0; i++) {
          normalized[i] = (float) (values[i] / norm);
        }
      }
      return new Feature(selection, shape, normalized, emptyRegions);
    }

    /** The indexes of the regions that cover nothing, ascending; their rows are zeros. */
    public List<Integer> emptyRegions() {
      return emptyRegions;
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
