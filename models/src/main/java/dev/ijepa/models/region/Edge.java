package dev.ijepa.models.region;

/**
 * A line of a polygon that is not level.
 *
 * @param topX x of its upper end
 * @param topY y of its upper end
 * @param bottomX x of its lower end
 * @param bottomY y of its lower end, more than {@code topY}
 */
record Edge(double topX, double topY, double bottomX, double bottomY) {
  static Edge of(double x1, double y1, double x2, double y2) {
    return y1 < y2 ? new Edge(x1, y1, x2, y2) : new Edge(x2, y2, x1, y1);
  }

  Edge scaled(double across, double down) {
    return new Edge(topX * across, topY * down, bottomX * across, bottomY * down);
  }

  /** Where it is at a height between its ends. */
  double x(double y) {
    double part = (y - topY) / (bottomY - topY);
    return topX + part * (bottomX - topX);
  }
}
