package dev.ijepa.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBlocksTest {
  /** More than two blocks of rows, and more than two runs of columns, the last ones not full. */
  private static final int ROWS = 2100;

  private static final int COLUMNS = 300;

  private static float[] random(int count) {
    Random random = new Random(11);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void eachRowHasItsProductAddedToItsSum() {
    float[] values = random(ROWS * COLUMNS);
    float[] vector = random(COLUMNS);
    float[] sums = new float[ROWS];
    sums[5] = 1000;
    RowBlocks rows = new RowBlocks(COLUMNS, values);

    rows.addProducts(vector, sums);

    for (int row = 0; row < ROWS; row++) {
      double expected = row == 5 ? 1000 : 0;
      for (int column = 0; column < COLUMNS; column++) {
        expected += (double) values[row * COLUMNS + column] * vector[column];
      }
      assertThat((double) sums[row]).as("row %d", row).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void theValuesAreThoseThatWereGiven() {
    float[] values = random(ROWS * COLUMNS);

    assertThat(new RowBlocks(COLUMNS, values).values()).isEqualTo(values);
  }

  @Test
  void theBoundOfTheRoundingHolds() {
    RowBlocks rows = new RowBlocks(COLUMNS, unitRows());
    float[] vector = UnitVectors.of(random(COLUMNS));
    float[] cosines = new float[ROWS];

    rows.addProducts(vector, cosines);

    for (int row = 0; row < ROWS; row++) {
      assertThat((double) cosines[row])
          .isCloseTo(rows.product(row, vector), within(rows.roundingOfCosines()));
    }
    assertThat(rows.roundingOfCosines()).isLessThan(1e-5);
  }

  private static float[] unitRows() {
    float[] values = random(ROWS * COLUMNS);
    for (int row = 0; row < ROWS; row++) {
      float[] one = new float[COLUMNS];
      System.arraycopy(values, row * COLUMNS, one, 0, COLUMNS);
      System.arraycopy(UnitVectors.of(one), 0, values, row * COLUMNS, COLUMNS);
    }
    return values;
  }

  @Test
  void aVectorOfAnotherDimensionIsRefused() {
    assertThatThrownBy(() -> new RowBlocks(2, new float[4]).addProducts(new float[3], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 features got 3");
  }
}
