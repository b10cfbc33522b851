package dev.ijepa.models.region;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds where the lines of a polygon cross each other between their ends. */
final class Crossings {
  private Crossings() {}

  /**
   * The heights of the crossings.
   *
   * @throws IllegalArgumentException if there are more than {@code most}
   */
  static double[] of(List<Edge> edges, int most) {
    Edge[] sorted = edges.toArray(Edge[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble(Edge::topY));
    double[] heights = new double[most];
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      for (int j = i + 1; j < sorted.length && sorted[j].topY() < sorted[i].bottomY(); j++) {
        double height = height(sorted[i], sorted[j]);
        if (Double.isNaN(height)) {
          continue;
        }
        if (count == most) {
          throw new IllegalArgumentException(
              "its lines cross each other more than %d times".formatted(most));
        }
        heights[count++] = height;
      }
    }
    return Arrays.copyOf(heights, count);
  }

  /** Where two lines cross; NaN if they do not, or only touch. */
  private static double height(Edge one, Edge other) {
    double top = Math.max(one.topY(), other.topY());
    double bottom = Math.min(one.bottomY(), other.bottomY());
    double before = one.x(top) - other.x(top);
    double after = one.x(bottom) - other.x(bottom);
    if (!(before * after < 0)) {
      return Double.NaN;
    }
    return top + (bottom - top) * (before / (before - after));
  }
}
