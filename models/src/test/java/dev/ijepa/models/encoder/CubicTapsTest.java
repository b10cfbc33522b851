package dev.ijepa.models.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CubicTapsTest {
  @ParameterizedTest
  @CsvSource({"7, 10", "16, 32", "16, 5", "1, 3", "14, 1"})
  void weightsSumToOneAndNoTapLeavesTheLine(int from, int to) {
    for (CubicTaps taps : CubicTaps.along(from, to)) {
      double sum = 0;
      for (int tap = 0; tap < CubicTaps.COUNT; tap++) {
        sum += taps.weight(tap);
        assertThat(taps.index(tap)).isBetween(0, from - 1);
      }

      assertThat(sum).isEqualTo(1, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"7", "1"})
  void aLineOfItsOwnLengthStaysAsItIs(int length) {
    CubicTaps[] line = CubicTaps.along(length, length);

    for (int i = 0; i < length; i++) {
      assertThat(line[i].index(1)).isEqualTo(i);
      assertThat(line[i].weight(1)).isEqualTo(1);
    }
  }
}
