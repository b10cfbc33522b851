package dev.ijepa.server.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ijepa.server.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainRateTest {
  private final FakeTicker ticker = new FakeTicker();
  private final DrainRate rate = new DrainRate(ticker);

  @Test
  void itIsTheRateWhileThereIsAlwaysMoreToDo() {
    items(500, Duration.ofMillis(5), true);

    assertThat(rate.perSecond().orElseThrow()).isCloseTo(200, withPercentage(1));
  }

  @Test
  void aServerThatIsAskedForLittleTellsNothing() {
    items(500, Duration.ofMillis(100), false);

    assertThat(rate.perSecond()).isEmpty();
  }

  @Test
  void idleTimeDoesNotMakeItSlower() {
    items(500, Duration.ofMillis(5), true);
    items(10, Duration.ofSeconds(10), false);
    items(2, Duration.ofMillis(5), true);

    assertThat(rate.perSecond().orElseThrow()).isCloseTo(200, withPercentage(2));
  }

  @Test
  void itFollowsWhatIsSeenNow() {
    items(500, Duration.ofMillis(5), true);
    items(3000, Duration.ofMillis(20), true);

    assertThat(rate.perSecond().orElseThrow()).isCloseTo(50, withPercentage(2));
  }

  private void items(int count, Duration apart, boolean saturated) {
    for (int i = 0; i < count; i++) {
      ticker.advance(apart);
      rate.mark(saturated);
    }
  }
}
