package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(queue.callers()).isEqualTo(2);

    queue.poll();

    assertThat(queue.callers()).as("the other has had as much").isEqualTo(1);
  }

  @Test
  void aFlowThatNeverHadAnythingIsNotRemembered() {
    Waiting<String> late = waiting("late", 1);
    queue.add(late);

    queue.remove(late);

    assertThat(queue.callers()).isZero();
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
    assertThat(queue.callers()).isLessThanOrEqualTo(FlowQueue.MOST_REMEMBERED + 1);
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

  @Test
  void theFlowsOfACallerAreForgottenWithIt() {
    Caller caller = new Caller("left");
    Flow owes = Flow.ofNewStream(caller);
    queue.add(waiting(owes, 1));
    queue.add(waiting(Flow.ofNewStream(caller), 1));
    queue.add(waiting(owes, 1));
    for (int i = 0; i < 3; i++) {
      queue.poll();
    }
    assertThat(queue.flows(caller)).as("the one that still owes something").isEqualTo(1);

    for (int i = 0; i < 8; i++) {
      add("stays", 1);
    }
    for (int i = 0; i < 7; i++) {
      queue.poll();
    }

    assertThat(queue.callers()).isEqualTo(1);
    assertThat(queue.flows(caller)).isZero();
  }

  @Test
  void noMoreFlowsOfACallerAreRememberedThanAreAllowed() {
    Caller caller = new Caller("opens streams");
    int flows = 3 * FlowQueue.MOST_REMEMBERED;
    for (int i = 0; i < flows; i++) {
      queue.add(waiting(Flow.ofNewStream(caller), 1_000_000));
    }
    int most = 0;
    while (queue.poll() != null) {
      most = Math.max(most, queue.flows(caller) - queue.size());
    }

    assertThat(most).isEqualTo(FlowQueue.MOST_REMEMBERED);
  }

  @Test
  void anItemInTheMiddleIsTakenOut() {
    Caller caller = new Caller("caller");
    List<Waiting<String>> items = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      items.add(waiting(Flow.ofNewStream(caller), 1 + i % 7));
    }
    items.forEach(queue::add);
    for (int i = 0; i < 50; i += 3) {
      queue.remove(items.get(i));
      queue.remove(items.get(i));
    }

    List<Waiting<String>> left = new ArrayList<>();
    while (queue.size() > 0) {
      Waiting<String> next = queue.peek();
      assertThat(queue.poll()).isSameAs(next);
      left.add(next);
    }

    assertThat(left).hasSize(33).doesNotHaveDuplicates();
  }

  private static Waiting<String> waiting(Flow flow, long cost) {
    return new Waiting<>(
        "item", TestingTerms.of("call", flow, Priority.BATCH), cost, ItemTerms.NO_DEADLINE, 0);
  }

  private void add(String flow, long cost) {
    queue.add(waiting(flow, cost));
  }

  private static Waiting<String> waiting(String flow, long cost) {
    ItemTerms terms = TestingTerms.of(flow, Priority.BATCH, ItemTerms.NO_DEADLINE);
    return new Waiting<>(flow, terms, cost, ItemTerms.NO_DEADLINE, 0);
  }
}
