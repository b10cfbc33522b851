package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** A component while its lossless scan is read, a row of MCUs at a time. */
final class LosslessComponent {
  /** A difference that is told without more bits. */
  private static final int LARGEST_BITS = 16;

  private static final int LARGEST = 32_768;
  private static final int MASK = 0xffff;

  private final JpegComponent component;
  private final HuffmanTable table;
  private final int predictor;
  private final int shift;

  /** Differences of a row of MCUs. Shape [rows of an MCU, stride]. */
  private final int[][] differences;

  private int[] above;
  private int[] row;
  private boolean isFirstRow = true;

  LosslessComponent(JpegComponent component, HuffmanTable table, JpegScan scan) {
    this.component = component;
    this.table = table;
    this.predictor = scan.first();
    this.shift = scan.low();
    this.differences = new int[component.down()][component.stride()];
    this.above = new int[component.width()];
    this.row = new int[component.width()];
  }

  int columns() {
    return component.columns();
  }

  int rows() {
    return component.rows();
  }

  /** The next row is guessed from nothing above it. */
  void restart() {
    isFirstRow = true;
  }

  /** Begins a row of MCUs; without data all of it is gray. */
  void startRow(boolean exhausted) {
    if (exhausted) {
      for (int[] each : differences) {
        Arrays.fill(each, 0);
      }
      restart();
    }
  }

  /** Reads the differences of an MCU: one, or those of its rows and columns. */
  void readMcu(int column, boolean alone, JpegBits bits) throws ImageException {
    int down = alone ? 1 : component.down();
    int across = alone ? 1 : component.across();
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        int size = bits.readSymbol(table);
        differences[y][column * across + x] =
            size == 0 ? 0 : size == LARGEST_BITS ? LARGEST : bits.readSigned(size);
      }
    }
  }

  /** Makes samples of the differences. */
  void finishRow(int mcuRow, boolean alone) {
    int down = alone ? 1 : component.down();
    for (int y = 0; y < down && mcuRow * down + y < component.rows(); y++) {
      undo(differences[y]);
      int to = (mcuRow * down + y) * component.stride();
      for (int x = 0; x < row.length; x++) {
        component.samples()[to + x] = (byte) (row[x] << shift);
      }
      int[] next = above;
      above = row;
      row = next;
    }
  }

  private void undo(int[] told) {
    row[0] = (told[0] + (isFirstRow ? 1 << (7 - shift) : above[0])) & MASK;
    for (int x = 1; x < row.length; x++) {
      int guess = isFirstRow ? row[x - 1] : guess(row[x - 1], above[x], above[x - 1]);
      row[x] = (told[x] + guess) & MASK;
    }
    isFirstRow = false;
  }

  private int guess(int left, int over, int corner) {
    return switch (predictor) {
      case 1 -> left;
      case 2 -> over;
      case 3 -> corner;
      case 4 -> left + over - corner;
      case 5 -> left + ((over - corner) >> 1);
      case 6 -> over + ((left - corner) >> 1);
      default -> (left + over) >> 1;
    };
  }
}
