package dev.ijepa.models.head;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far images that a head was not trained on are from their nearest class means.
 *
 * @param quantiles the 0th to the 100th percentile of the distances, ascending
 * @param rejectAbove the distance above which an image is none of the classes; null if there is
 *     none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DistanceProfile(List<Double> quantiles, @Nullable Double rejectAbove) {
  private static final int PERCENT = 100;

  /**
   * The profile of some distances.
   *
   * @param distances at least one
   */
  public static DistanceProfile of(float[] distances, @Nullable Double rejectAbove) {
    float[] sorted = distances.clone();
    Arrays.sort(sorted);
    List<Double> quantiles = new ArrayList<>(PERCENT + 1);
    for (int percent = 0; percent <= PERCENT; percent++) {
      double place = (double) percent * (sorted.length - 1) / PERCENT;
      int below = (int) place;
      int above = Math.min(below + 1, sorted.length - 1);
      quantiles.add(sorted[below] + (place - below) * (sorted[above] - sorted[below]));
    }
    return new DistanceProfile(List.copyOf(quantiles), rejectAbove);
  }

  /** Whether it is one: 101 ascending distances. */
  boolean isValid() {
    // JSON may lack them, or have null among them.
    if (quantiles == null
        || quantiles.size() != PERCENT + 1
        || quantiles.stream().anyMatch(Objects::isNull)) {
      return false;
    }
    for (int i = 0; i <= PERCENT; i++) {
      double before = i == 0 ? 0 : quantiles.get(i - 1);
      if (!(quantiles.get(i) >= before)) {
        return false;
      }
    }
    return rejectAbove == null || rejectAbove >= 0;
  }

  /** What it says about a distance. */
  Distance describe(float distance) {
    return new Distance(
        distance,
        (float) percentile(distance),
        rejectAbove == null ? null : Boolean.valueOf(distance > rejectAbove));
  }

  /** The percentage of the distances that are at most so large, between quantiles on a line. */
  double percentile(double distance) {
    int below = PERCENT;
    while (below >= 0 && quantiles.get(below) > distance) {
      below--;
    }
    if (below < 0) {
      return 0;
    }
    if (below == PERCENT) {
      return PERCENT;
    }
    double low = quantiles.get(below);
    return below + (distance - low) / (quantiles.get(below + 1) - low);
  }
}
