package dev.ijepa.models.region;

import dev.ijepa.models.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The inside of closed lines: the points from which a ray crosses the lines an odd number of times.
 */
public final class Polygon implements Region {
  /** Corners of all rings together. */
  public static final int MOST_CORNERS = 1024;

  /** Every crossing divides all lines beside it, which takes time. */
  private static final int MOST_CROSSINGS = 256;

  private final CoordinateUnit unit;
  private final List<Edge> edges;
  private final double[] crossings;

  /**
   * A polygon.
   *
   * @param unit of the coordinates
   * @param rings of each the corners, as x, y, x, y …: at least three; at least one ring
   * @throws IllegalArgumentException if it has too few or too many corners, if a coordinate is not
   *     finite, or if the lines cross too often; the message says which
   */
  public Polygon(CoordinateUnit unit, List<double[]> rings) {
    requireCorners(rings);
    this.unit = unit;
    this.edges = edges(rings);
    this.crossings = Crossings.of(edges, MOST_CROSSINGS);
  }

  private static void requireCorners(List<double[]> rings) {
    int corners = 0;
    for (int i = 0; i < rings.size(); i++) {
      double[] ring = rings.get(i);
      if (ring.length < 6 || ring.length % 2 != 0) {
        throw new IllegalArgumentException(
            "rings[%d].coordinates has %d numbers; two for each of at least three corners are needed"
                .formatted(i, ring.length));
      }
      for (double coordinate : ring) {
        if (!Double.isFinite(coordinate)) {
          throw new IllegalArgumentException(
              "rings[%d].coordinates has %s, which is not finite".formatted(i, coordinate));
        }
      }
      corners += ring.length / 2;
    }
    if (corners == 0 || corners > MOST_CORNERS) {
      throw new IllegalArgumentException(
          "its rings have %d corners; 3 to %d are allowed. Send a mask, if more are needed"
              .formatted(corners, MOST_CORNERS));
    }
  }

  private static List<Edge> edges(List<double[]> rings) {
    List<Edge> edges = new ArrayList<>();
    for (double[] ring : rings) {
      int last = ring.length - 2;
      for (int i = 0; i < ring.length; i += 2) {
        // The line from the corner before it; the first one's is the last one.
        int before = i == 0 ? last : i - 2;
        // Level lines bound nothing: a ray that is level crosses none.
        if (ring[before + 1] != ring[i + 1]) {
          edges.add(Edge.of(ring[before], ring[before + 1], ring[i], ring[i + 1]));
        }
      }
    }
    return edges;
  }

  @Override
  public Coverage coverage(ImageSize image, PatchGrid grid) {
    double across = unit.patches(image.width(), grid.columns());
    double down = unit.patches(image.height(), grid.rows());
    List<Edge> scaled = edges.stream().map(edge -> edge.scaled(across, down)).toList();
    double[] levels = new double[crossings.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = crossings[i] * down;
    }
    return new PolygonArea(scaled, levels, grid).coverage();
  }
}
