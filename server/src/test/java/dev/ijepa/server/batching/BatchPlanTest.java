package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  @Test
  void paddingIsTakenWhereItPays() {
    // A device that takes as long for eight as for one: never split.
    BatchPlan flat = new BatchPlan(Map.of(1, ms(10), 2, ms(10), 4, ms(10), 8, ms(10)));

    assertThat(flat.take(5)).isEqualTo(5);
    assertThat(flat.sizeFor(5)).isEqualTo(8);
  }

  @Test
  void aFullSmallerBatchIsTakenWherePaddingDoesNotPay() {
    // A device that takes twice as long for twice as many: five of eight would waste three.
    BatchPlan linear = new BatchPlan(Map.of(1, ms(10), 2, ms(20), 4, ms(40), 8, ms(80)));

    assertThat(linear.take(5)).isEqualTo(4);
    assertThat(linear.take(8)).isEqualTo(8);
    assertThat(linear.take(100)).isEqualTo(8);
    assertThat(linear.take(1)).isEqualTo(1);
  }

  @Test
  void theTimeOfABatchIsThatOfTheSizeThatHoldsIt() {
    BatchPlan plan = new BatchPlan(Map.of(1, ms(10), 4, ms(30)));

    assertThat(plan.time(1)).isEqualTo(ms(10));
    assertThat(plan.time(3)).isEqualTo(ms(30));
    assertThat(plan.time(99)).isEqualTo(ms(30));
    assertThat(plan.throughput()).isEqualTo(4 / 0.030);
  }

  @Test
  void aPlanWithoutOneIsRefused() {
    assertThatThrownBy(() -> new BatchPlan(Map.of(2, ms(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
