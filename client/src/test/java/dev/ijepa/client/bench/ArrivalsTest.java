package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void constantArrivalsAreMultiplesOfTheGap() {
    Arrivals.Schedule schedule = Arrivals.CONSTANT.schedule(4);

    assertThat(first(5, schedule))
        .containsExactly(0, 250_000_000, 500_000_000, 750_000_000, 1_000_000_000);
  }

  @Test
  void constantArrivalsDoNotDriftWithAGapThatIsNoWholeNumber() {
    Arrivals.Schedule schedule = Arrivals.CONSTANT.schedule(3);

    long[] times = first(3_000_001, schedule);

    assertThat(times[3_000_000]).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void poissonGapsHaveTheMeanAndTheSpreadOfAnExponential() {
    long[] times = first(200_000, Arrivals.POISSON.schedule(1_000));
    double[] gaps = new double[times.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (times[i + 1] - times[i]) / 1e6;
    }

    double mean = (times[times.length - 1] - times[0]) / 1e6 / gaps.length;
    double squares = 0;
    for (double gap : gaps) {
      squares += (gap - mean) * (gap - mean);
    }

    assertThat(mean).isCloseTo(1, within(0.01));
    assertThat(Math.sqrt(squares / gaps.length)).isCloseTo(1, within(0.02));
    assertThat(times).isSorted();
  }

  @Test
  void poissonArrivalsAreTheSameInEachRun() {
    assertThat(first(100, Arrivals.POISSON.schedule(50)))
        .isEqualTo(first(100, Arrivals.POISSON.schedule(50)));
  }

  private static long[] first(int count, Arrivals.Schedule schedule) {
    return LongStream.generate(schedule::nextNanos).limit(count).toArray();
  }
}
