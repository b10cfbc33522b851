package dev.ijepa.models.image;

/** A decoded image: RGB, eight bits a channel. It holds memory until it is closed. */
public interface RgbImage extends AutoCloseable {
  /** Columns. */
  int width();

  /** Rows. */
  int height();

  /**
   * Copies one row.
   *
   * @param y which row, from the top
   * @param row gets width × 3 bytes from {@code offset} on
   */
  void readRow(int y, byte[] row, int offset);

  @Override
  void close();
}
