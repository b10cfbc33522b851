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
    BatchPlan flat = new BatchPlan(1, Map.of(1, ms(10), 2, ms(10), 4, ms(10), 8, ms(10)));

    assertThat(flat.take(5, 0)).isEqualTo(5);
    assertThat(flat.sizeFor(5)).isEqualTo(8);
  }

  @Test
  void aFullSmallerBatchIsTakenWherePaddingDoesNotPay() {
    // A device that takes twice as long for twice as many: five of eight would waste three.
    BatchPlan linear = new BatchPlan(1, Map.of(1, ms(10), 2, ms(20), 4, ms(40), 8, ms(80)));

    assertThat(linear.take(5, 0)).isEqualTo(4);
    assertThat(linear.take(8, 0)).isEqualTo(8);
    assertThat(linear.take(100, 0)).isEqualTo(8);
    assertThat(linear.take(1, 0)).isEqualTo(1);
  }

  @Test
  void theTimeOfABatchIsThatOfTheSizeThatHoldsIt() {
    BatchPlan plan = new BatchPlan(1, Map.of(1, ms(10), 4, ms(30)));

    assertThat(plan.time(1)).isEqualTo(ms(10));
    assertThat(plan.time(3)).isEqualTo(ms(30));
    assertThat(plan.time(99)).isEqualTo(ms(30));
    assertThat(plan.throughput()).isEqualTo(4 / 0.030);
  }

  @Test
  void whoeverIsWaitedForTakesNobodyAlongWhoDelaysThem() {
    BatchPlan linear = new BatchPlan(1, Map.of(1, ms(10), 2, ms(20), 4, ms(40), 8, ms(80)));

    assertThat(linear.takeUrgent(1, 100, 0)).isEqualTo(1);
    assertThat(linear.takeUrgent(3, 100, 0)).isEqualTo(2);
    assertThat(linear.takeUrgent(8, 100, 0)).isEqualTo(8);
  }

  @Test
  void whoeverIsWaitedForTakesThemAlongWhoDoNot() {
    BatchPlan flat = new BatchPlan(1, Map.of(1, ms(10), 2, ms(11), 4, ms(12), 8, ms(16)));

    assertThat(flat.takeUrgent(1, 100, 0)).isEqualTo(4);
    assertThat(flat.takeUrgent(1, 2, 0)).isEqualTo(2);
    assertThat(flat.takeUrgent(8, 100, 0)).isEqualTo(8);
  }

  @Test
  void aPlanWithoutOneIsRefused() {
    assertThatThrownBy(() -> new BatchPlan(1, Map.of(2, ms(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lanesThatAreFreeGetTheirShare() {
    BatchPlan flat = new BatchPlan(2, Map.of(1, ms(10), 2, ms(10), 4, ms(10), 8, ms(10)));

    assertThat(flat.take(8, 1)).isEqualTo(4);
    assertThat(flat.take(3, 1)).isEqualTo(2);
    assertThat(flat.take(1, 3)).isEqualTo(1);
  }

  @Test
  void lanesMultiplyTheThroughput() {
    assertThat(new BatchPlan(4, Map.of(1, ms(10))).throughput()).isEqualTo(400);
  }
}
