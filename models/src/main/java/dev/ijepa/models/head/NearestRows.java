package dev.ijepa.models.head;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a matrix that are nearest to a vector by cosine. Exact: rows are chosen by products
 * in float32 and a bound of their rounding, and ordered by products in double. Of rows that are as
 * near, the lower index comes first.
 */
final class NearestRows {
  private NearestRows() {}

  /**
   * A row.
   *
   * @param index of the row
   * @param cosine of the angle between the row and the vector
   */
  record Near(int index, double cosine) {}

  /**
   * Finds the nearest.
   *
   * @param rows each of length 1, or zero
   * @param vector of length 1, or zero
   * @param most how many, at least 1
   * @return the nearest first; all rows if there are no more
   */
  static List<Near> of(RowBlocks rows, float[] vector, int most) {
    float[] cosines = new float[rows.rows()];
    rows.addProducts(vector, cosines);
    double least = atPlace(cosines, Math.min(most, cosines.length)) - 2 * rows.roundingOfCosines();
    return IntStream.range(0, cosines.length)
        .filter(row -> cosines[row] >= least)
        .mapToObj(row -> new Near(row, rows.product(row, vector)))
        .sorted(Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::index))
        .limit(most)
        .toList();
  }

  /** The value that has so many, itself among them, that are as large. */
  private static float atPlace(float[] values, int place) {
    float[] largest = new float[place]; // Ascending.
    int count = 0;
    for (float value : values) {
      if (count < place) {
        insert(largest, count++, value);
      } else if (value > largest[0]) {
        System.arraycopy(largest, 1, largest, 0, place - 1);
        insert(largest, place - 1, value);
      }
    }
    return largest[0];
  }

  /** Inserts a value into the first {@code count}, which are sorted. */
  private static void insert(float[] sorted, int count, float value) {
    int at = count;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = value;
  }
}
