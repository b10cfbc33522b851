package dev.ijepa.server.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0ms,0ms",
    "250ms,250ms",
    "1000ms,1s",
    "90s,90s",
    "60s,1m",
    "120m,2h",
    "9999999h,9999999h"
  })
  void whatIsWrittenCanBeReadAndIsInTheLargestUnitThatFits(String text, String written) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(written);
    assertThat(Durations.parse(written)).isEqualTo(Durations.parse(text));
  }
}
