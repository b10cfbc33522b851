package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Priority;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PriorityBudgetTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  /** Of which batch work may have 75. */
  private final PriorityBudget budget = new PriorityBudget(100);

  @Test
  void batchWorkMayHaveThreeQuarters() {
    assertThat(budget.next(NONE, OptionalLong.of(75))).contains(Priority.BATCH);
    take(Priority.BATCH, 70);

    assertThat(budget.next(NONE, OptionalLong.of(6))).isEmpty();
    assertThat(budget.next(NONE, OptionalLong.of(5))).contains(Priority.BATCH);
  }

  @Test
  void anInteractiveItemWaitsForNoBatchWork() {
    take(Priority.BATCH, 75);

    assertThat(budget.next(OptionalLong.of(100), NONE)).contains(Priority.INTERACTIVE);
    take(Priority.INTERACTIVE, 20);
    assertThat(budget.next(OptionalLong.of(5), NONE)).contains(Priority.INTERACTIVE);
    assertThat(budget.next(OptionalLong.of(6), NONE)).as("for its own kind").isEmpty();
  }

  @Test
  void anInteractiveItemThatIsLargerThanAllWaits() {
    long batch = take(Priority.BATCH, 75);
    assertThat(budget.next(OptionalLong.of(101), NONE)).isEmpty();

    budget.release(Priority.BATCH, batch);

    assertThat(budget.next(OptionalLong.of(101), NONE)).contains(Priority.INTERACTIVE);
  }

  @Test
  void batchWorkDoesNotPassAnInteractiveItemThatWaits() {
    take(Priority.INTERACTIVE, 60);

    assertThat(budget.next(OptionalLong.of(41), OptionalLong.of(1))).isEmpty();
  }

  @Test
  void theFourthTurnIsBatchWorksAndNobodyPassesItThen() {
    long batch = take(Priority.BATCH, 30);
    OptionalLong waiting = OptionalLong.of(30);
    for (int i = 0; i < 3; i++) {
      assertThat(budget.next(OptionalLong.of(20), waiting)).contains(Priority.INTERACTIVE);
      budget.take(Priority.INTERACTIVE, 20, waiting);
    }

    assertThat(budget.next(OptionalLong.of(1), waiting)).isEmpty();
    budget.release(Priority.BATCH, batch);
    assertThat(budget.next(OptionalLong.of(1), waiting)).contains(Priority.BATCH);
    budget.take(Priority.BATCH, 30, NONE);
    assertThat(budget.next(OptionalLong.of(1), waiting)).contains(Priority.INTERACTIVE);
  }

  @Test
  void batchWorkThatWaitsForItsOwnKindHasNoTurn() {
    take(Priority.BATCH, 70);
    OptionalLong waiting = OptionalLong.of(10);

    for (int i = 0; i < 10; i++) {
      assertThat(budget.next(OptionalLong.of(1), waiting)).contains(Priority.INTERACTIVE);
      budget.take(Priority.INTERACTIVE, 1, waiting);
    }
  }

  @Test
  void whatIsGivenBackIsFree() {
    long charge = take(Priority.BATCH, 1000);
    assertThat(charge).as("never more than its kind may have").isEqualTo(75);

    budget.giveBack(Priority.BATCH, 40);
    assertThat(budget.inUse()).isEqualTo(35);
    budget.release(Priority.BATCH, 35);
    assertThat(budget.inUse()).isZero();
  }

  private long take(Priority priority, long bytes) {
    return budget.take(priority, bytes, NONE);
  }
}
