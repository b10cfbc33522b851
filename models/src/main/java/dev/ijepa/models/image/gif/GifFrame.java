package dev.ijepa.models.image.gif;

/** Where the pixels of a GIF's frame go: a rectangle of the canvas, its rows perhaps interlaced. */
final class GifFrame {
  /** First row and distance of rows, for each of the passes of an interlaced frame. */
  private static final int[] FIRST_ROWS = {0, 4, 2, 1};

  private static final int[] ROW_STEPS = {8, 8, 4, 2};

  private final byte[] canvas;
  private final int origin;
  private final int canvasWidth;
  private final int width;
  private final int height;
  private final boolean interlaced;
  private int x;
  private int y;
  private int pass;

  GifFrame(byte[] canvas, int origin, int canvasWidth, int width, int height, boolean interlaced) {
    this.canvas = canvas;
    this.origin = origin;
    this.canvasWidth = canvasWidth;
    this.width = width;
    this.height = height;
    this.interlaced = interlaced;
  }

  /** Whether all pixels are there. */
  boolean isFull() {
    return y >= height;
  }

  /** The row that the next pixel goes to. */
  int row() {
    return y;
  }

  /** Takes pixels in the order of the file. What is more than the frame holds is dropped. */
  void put(byte[] pixels, int from, int to) {
    for (int i = from; i < to && !isFull(); ) {
      int length = Math.min(to - i, width - x);
      System.arraycopy(pixels, i, canvas, origin + y * canvasWidth + x, length);
      i += length;
      x += length;
      if (x == width) {
        x = 0;
        nextRow();
      }
    }
  }

  private void nextRow() {
    if (!interlaced) {
      y++;
      return;
    }
    y += ROW_STEPS[pass];
    while (y >= height && pass < FIRST_ROWS.length - 1) {
      pass++;
      y = FIRST_ROWS[pass];
    }
  }
}
