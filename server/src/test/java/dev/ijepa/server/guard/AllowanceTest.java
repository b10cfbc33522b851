package dev.ijepa.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Allowance allowance = new Allowance(3, 10, ticker);

  @Test
  void itIsSpentAndGrowsBackWithTimeButNotBeyondItsMost() {
    assertThat(spendAll()).isEqualTo(3);

    ticker.advance(Duration.ofMillis(200));
    assertThat(spendAll()).isEqualTo(2);

    ticker.advance(Duration.ofHours(1));
    assertThat(spendAll()).isEqualTo(3);
  }

  @Test
  void itIsEarnedBack() {
    spendAll();

    allowance.earn(1.5);
    allowance.earn(1);

    assertThat(spendAll()).isEqualTo(2);
  }

  private int spendAll() {
    int spent = 0;
    while (spent < 100 && allowance.spend()) {
      spent++;
    }
    return spent;
  }
}
