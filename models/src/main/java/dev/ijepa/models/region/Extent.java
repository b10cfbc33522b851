package dev.ijepa.models.region;

/** How much of each of the unit intervals 0, 1, 2 … an interval covers. */
record Extent(double from, double to) {
  /** An interval, cut to [0, count]. */
  static Extent cut(double from, double to, int count) {
    return new Extent(Math.max(0, from), Math.min(count, to));
  }

  boolean isEmpty() {
    return !(to > from);
  }

  /** The first unit interval that it touches. */
  int first() {
    return (int) from;
  }

  /** The one behind the last that it touches. */
  int end() {
    return (int) Math.ceil(to);
  }

  /** The covered length of a unit interval that it touches. */
  double of(int index) {
    return Math.min(to, index + 1) - Math.max(from, index);
  }
}
