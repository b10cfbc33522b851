package dev.ijepa.models.image;

/** A decoded image: RGB, eight bits a channel. It holds memory until it is closed. */
public abstract class RgbImage implements AutoCloseable {
  private final int width;
  private final int height;

  /** An image of so many columns and rows. */
  protected RgbImage(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Columns. */
  public final int width() {
    return width;
  }

  /** Rows. */
  public final int height() {
    return height;
  }

  /** The size of the upright image in its file, of which this may be a reduced version. */
  public ImageSize fullSize() {
    return new ImageSize(width, height);
  }

  /**
   * Copies one row.
   *
   * @param y which row, from the top
   * @param row gets width × 3 bytes from {@code offset} on
   */
  public abstract void readRow(int y, byte[] row, int offset);

  /** Gives back what the collector does not know of; most images have nothing of that kind. */
  @Override
  public void close() {}
}
