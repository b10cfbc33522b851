package dev.ijepa.models.region;

/** The share of each patch that a region covers. Not safe for use by several threads at once. */
public final class Coverage {
  /** Less is what rounding leaves of nothing. */
  private static final double NOTHING = 1e-12;

  private final PatchGrid grid;
  private final double[] shares;

  /** Covers nothing yet. */
  Coverage(PatchGrid grid) {
    this.grid = grid;
    this.shares = new double[grid.size()];
  }

  PatchGrid grid() {
    return grid;
  }

  /** Adds a rectangle, in patches; what lies outside the grid is cut off. */
  void addRectangle(double left, double top, double right, double bottom) {
    Extent across = Extent.cut(left, right, grid.columns());
    Extent down = Extent.cut(top, bottom, grid.rows());
    if (across.isEmpty() || down.isEmpty()) {
      return;
    }
    for (int row = down.first(); row < down.end(); row++) {
      for (int column = across.first(); column < across.end(); column++) {
        add(row, column, down.of(row) * across.of(column));
      }
    }
  }

  /** Adds to the share of a patch. */
  void add(int row, int column, double share) {
    shares[row * grid.columns() + column] += share;
  }

  /**
   * The share of a patch.
   *
   * @param patch row by row, from 0
   * @return 0 to 1
   */
  public double share(int patch) {
    double share = shares[patch];
    return share < NOTHING ? 0 : Math.min(share, 1);
  }

  /** The patches that are covered, as one number. */
  public double patches() {
    double sum = 0;
    for (int patch = 0; patch < shares.length; patch++) {
      sum += share(patch);
    }
    return sum;
  }

  /**
   * The mean of the tokens, each weighted by its share.
   *
   * @param tokens shape [patches, dimensions], row-major
   * @param target gets the mean, from {@code offset} on
   * @return false if nothing is covered; the target is not changed then
   */
  public boolean mean(float[] tokens, int dimensions, float[] target, int offset) {
    double all = patches();
    if (all == 0) {
      return false;
    }
    double[] sums = new double[dimensions];
    for (int patch = 0; patch < shares.length; patch++) {
      double share = share(patch);
      if (share > 0) {
        int start = patch * dimensions;
        for (int i = 0; i < dimensions; i++) {
          sums[i] += share * tokens[start + i];
        }
      }
    }
    for (int i = 0; i < dimensions; i++) {
      target[offset + i] = (float) (sums[i] / all);
    }
    return true;
  }
}
