package dev.ijepa.models.region;

/**
 * The patches that a model divides an image into.
 *
 * @param rows of patches, from the top
 * @param columns of patches, from the left
 */
public record PatchGrid(int rows, int columns) {
  /** How many patches there are. */
  public int size() {
    return rows * columns;
  }
}
