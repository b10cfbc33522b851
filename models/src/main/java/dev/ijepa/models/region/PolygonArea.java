package dev.ijepa.models.region;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Computes the share of each patch that lies inside a polygon, without sampling.
 *
 * <p>Levels at all corners, crossings and edges of patches cut the polygon into strips. Within a
 * strip no lines cross, and none ends: the inside is between the first line and the second, the
 * third and the fourth, and so on.
 */
final class PolygonArea {
  /** A line within a strip. */
  private record Side(double topX, double bottomX) {
    double middle() {
      return (topX + bottomX) / 2;
    }
  }

  private final List<Edge> edges;
  private final double[] crossings;
  private final PatchGrid grid;
  private final Coverage coverage;
  // In each row of patches: what all patches from a column on have beside their own share.
  private final double[][] fromColumn;

  /**
   * A polygon in patches.
   *
   * @param crossings the heights at which edges cross each other
   */
  PolygonArea(List<Edge> edges, double[] crossings, PatchGrid grid) {
    this.edges = edges.stream().sorted(Comparator.comparingDouble(Edge::topY)).toList();
    this.crossings = crossings;
    this.grid = grid;
    this.coverage = new Coverage(grid);
    this.fromColumn = new double[grid.rows()][grid.columns() + 1];
  }

  Coverage coverage() {
    double[] levels = levels();
    Deque<Edge> below = new ArrayDeque<>(edges);
    List<Edge> here = new ArrayList<>();
    for (int i = 1; i < levels.length; i++) {
      double top = levels[i - 1];
      double bottom = levels[i];
      while (!below.isEmpty() && below.getFirst().topY() <= top) {
        here.add(below.removeFirst());
      }
      here.removeIf(edge -> edge.bottomY() < bottom);
      addStrip(here, top, bottom);
    }
    addWholePatches();
    return coverage;
  }

  private void addWholePatches() {
    for (int row = 0; row < grid.rows(); row++) {
      double sum = 0;
      for (int column = 0; column < grid.columns(); column++) {
        sum += fromColumn[row][column];
        coverage.add(row, column, sum);
      }
    }
  }

  private double[] levels() {
    DoubleStream corners =
        edges.stream().flatMapToDouble(edge -> DoubleStream.of(edge.topY(), edge.bottomY()));
    DoubleStream patches = IntStream.rangeClosed(0, grid.rows()).asDoubleStream();
    return DoubleStream.concat(DoubleStream.concat(corners, Arrays.stream(crossings)), patches)
        .filter(level -> level >= 0 && level <= grid.rows())
        .sorted()
        .distinct()
        .toArray();
  }

  private void addStrip(List<Edge> lines, double top, double bottom) {
    Side[] sides =
        lines.stream()
            .map(edge -> new Side(edge.x(top), edge.x(bottom)))
            .sorted(Comparator.comparingDouble(Side::middle))
            .toArray(Side[]::new);
    int row = (int) top;
    for (int i = 0; i < sides.length; i++) {
      // What is right of a left side, less what is right of the right side behind it.
      addRightOf(sides[i], row, i % 2 == 0 ? bottom - top : top - bottom);
    }
  }

  /** Adds, within a row of patches, what is right of a line. */
  private void addRightOf(Side side, int row, double height) {
    double left = Math.min(side.topX, side.bottomX);
    double right = Math.max(side.topX, side.bottomX);
    int whole = (int) Math.ceil(Math.min(Math.max(right, 0), grid.columns()));
    for (int column = (int) Math.max(0, Math.floor(left)); column < whole; column++) {
      coverage.add(row, column, height * meanRightOf(left, right, column));
    }
    fromColumn[row][whole] += height;
  }

  /**
   * The part of a column that is right of a line from {@code left} to {@code right}: the mean over
   * its height.
   */
  private static double meanRightOf(double left, double right, int column) {
    if (right <= column) {
      return 1;
    }
    if (right - left < 1e-9) {
      return Math.max(0, Math.min(1, column + 1 - left));
    }
    return 1 - (integral(right - column) - integral(left - column)) / (right - left);
  }

  /** The integral of x cut to [0, 1], from minus infinity to x. */
  private static double integral(double x) {
    if (x <= 0) {
      return 0;
    }
    return x < 1 ? x * x / 2 : x - 0.5;
  }
}
