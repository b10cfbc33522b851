package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import org.junit.jupiter.api.Test;

class FlowQueueTest {
  private final FlowQueue<String> queue = new FlowQueue<>();

  @Test
  void flowsThatHaveLeftAreForgottenWhenTheyOweNothing() {
    for (int i = 0; i < 8; i++) {
      add("stays", 1);
    }
    add("left", 1);
    add("left", 5);
    for (int i = 0; i < 2; i++) {
      assertThat(queue.poll().item()).isEqualTo("stays");
      assertThat(queue.poll().item()).isEqualTo("left");
    }
    for (int i = 0; i < 4; i++) {
      queue.poll();
    }
    assertThat(queue.flows()).isEqualTo(2);

    queue.poll();

    assertThat(queue.flows()).as("the other has had as much").isEqualTo(1);
  }

  @Test
  void aFlowThatNeverHadAnythingIsNotRemembered() {
    Waiting<String> late = waiting("late", 1);
    queue.add(late);

    queue.remove(late);

    assertThat(queue.flows()).isZero();
    assertThat(queue.size()).isZero();
    assertThat(queue.poll()).isNull();
  }

  @Test
  void noMoreFlowsAreRememberedThanAreAllowed() {
    int flows = 3 * FlowQueue.MOST_REMEMBERED;
    for (int i = 0; i < flows; i++) {
      add("flow " + i, 1_000_000);
    }
    add("stays", 1);
    for (int i = 0; i < flows; i++) {
      queue.poll();
    }

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.flows()).isLessThanOrEqualTo(FlowQueue.MOST_REMEMBERED + 1);
  }

  @Test
  void whoOwesMostIsRememberedLongest() {
    add("owes", 1_000_000);
    for (int i = 0; i < 2 * FlowQueue.MOST_REMEMBERED; i++) {
      add("flow " + i, 1000);
    }
    for (int i = 0; i < 4; i++) {
      add("stays", 1);
    }
    while (queue.size() > 3) {
      queue.poll();
    }

    add("owes", 1);

    for (int i = 0; i < 3; i++) {
      assertThat(queue.poll().item()).isEqualTo("stays");
    }
  }

  private void add(String flow, long cost) {
    queue.add(waiting(flow, cost));
  }

  private static Waiting<String> waiting(String flow, long cost) {
    ItemTerms terms = TestingTerms.of(flow, Priority.BATCH, ItemTerms.NO_DEADLINE);
    return new Waiting<>(flow, terms, cost, ItemTerms.NO_DEADLINE, 0);
  }
}
