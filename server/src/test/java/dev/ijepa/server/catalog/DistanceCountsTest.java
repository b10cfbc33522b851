package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.head.Distance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DistanceCountsTest {
  private final DistanceCounts counts = new DistanceCounts();

  private void count(double percentile, @Nullable Boolean rejected) {
    counts.count(new Distance(0.1f, (float) percentile, rejected));
  }

  @Test
  void eachImageIsInOneDecile() {
    for (int percentile = 0; percentile < 100; percentile++) {
      count(percentile, null);
    }

    for (int decile = 0; decile < 10; decile++) {
      assertThat(counts.of(decile)).isEqualTo(10);
    }
    assertThat(counts.of(10)).isZero();
  }

  @Test
  void whatIsAsFarAsTheFarthestOrFartherIsBeyond() {
    count(99.9, false);
    count(100, true);

    assertThat(counts.of(9)).isEqualTo(1);
    assertThat(counts.of(10)).isEqualTo(1);
    assertThat(counts.rejected()).isEqualTo(1);
  }
}
