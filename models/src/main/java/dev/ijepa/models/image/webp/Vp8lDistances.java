package dev.ijepa.models.image.webp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The distances of copies. The first 120 mean pixels nearby: up to seven rows up and to the right,
 * eight to the left, the nearest first. Source: RFC 9649, section 3.6.2.2.
 */
final class Vp8lDistances {
  private static final int LEFT = 8;
  private static final int RIGHT = 7;
  private static final int UP = 7;
  private static final List<Neighbor> NEIGHBORS = neighbors();

  private final int[] nearby = new int[NEIGHBORS.size()];

  /** Those of an image of this width. */
  Vp8lDistances(int width) {
    for (int i = 0; i < nearby.length; i++) {
      Neighbor neighbor = NEIGHBORS.get(i);
      nearby[i] = Math.max(1, neighbor.up * width + neighbor.left);
    }
  }

  /**
   * How many pixels to go back.
   *
   * @param code as it was read, from 1 on
   */
  int pixels(int code) {
    return code <= nearby.length ? nearby[code - 1] : code - nearby.length;
  }

  private static List<Neighbor> neighbors() {
    List<Neighbor> neighbors = new ArrayList<>();
    for (int up = 0; up <= UP; up++) {
      for (int left = up == 0 ? 1 : -RIGHT; left <= LEFT; left++) {
        neighbors.add(new Neighbor(left, up));
      }
    }
    // Of equally near ones the more upright is first, and the left one before the right one.
    neighbors.sort(
        Comparator.comparingInt((Neighbor n) -> n.left * n.left + n.up * n.up)
            .thenComparingInt(n -> Math.abs(n.left))
            .thenComparingInt(n -> -n.left));
    return neighbors;
  }

  private record Neighbor(int left, int up) {}
}
