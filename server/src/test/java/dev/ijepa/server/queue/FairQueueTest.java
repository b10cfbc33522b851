package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private record Item(String name, ItemTerms terms, long cost) {}

  private final FairQueue<Item> queue = new FairQueue<>(Item::terms, Item::cost);

  @Test
  void flowsTakeTurnsWhateverTheirLength() {
    for (int i = 0; i < 5; i++) {
      add("long" + i, "long", Priority.BATCH);
    }
    add("short", "short", Priority.BATCH);

    assertThat(drain()).containsExactly("long0", "short", "long1", "long2", "long3", "long4");
  }

  @Test
  void interactiveGoesFirstButEveryFourthPlaceIsForBatchWork() {
    for (int i = 0; i < 6; i++) {
      add("batch" + i, "client", Priority.BATCH);
      add("call" + i, "client", Priority.INTERACTIVE);
    }

    assertThat(drain())
        .containsExactly(
            "call0", "call1", "call2", "batch0", "call3", "call4", "call5", "batch1", "batch2",
            "batch3", "batch4", "batch5");
  }

  @Test
  void anInteractiveItemThatComesNowAndThenGoesFirstAlways() {
    for (int i = 0; i < 20; i++) {
      add("batch" + i, "stream", Priority.BATCH);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(queue.poll().name).isEqualTo("batch" + i);
      add("call", "call", Priority.INTERACTIVE);
      assertThat(queue.isInteractiveNext()).isTrue();
      assertThat(queue.poll().name).isEqualTo("call");
    }
  }

  @Test
  void theItemsOfAPriorityAreCounted() {
    add("a0", "a", Priority.BATCH, 100, 1);
    add("a1", "a", Priority.BATCH);
    add("b0", "b", Priority.BATCH);
    add("call", "call", Priority.INTERACTIVE);

    assertThat(queue.size(Priority.BATCH)).isEqualTo(3);
    assertThat(queue.size(Priority.INTERACTIVE)).isEqualTo(1);
    queue.removeLate(200);
    assertThat(queue.size(Priority.BATCH)).isEqualTo(2);
    queue.removeCall("a");
    assertThat(queue.size(Priority.BATCH)).isEqualTo(1);
    assertThat(drain()).containsExactly("call", "b0");
    assertThat(queue.size(Priority.BATCH)).isZero();
    assertThat(queue.size(Priority.INTERACTIVE)).isZero();
  }

  @Test
  void anEmptyQueueHasNothing() {
    assertThat(queue.poll()).isNull();
    add("one", "flow", Priority.BATCH);
    assertThat(queue.size()).isEqualTo(1);

    queue.poll();

    assertThat(queue.size()).isZero();
    assertThat(queue.poll()).isNull();
  }

  @Test
  void flowsShareByCostAndNotByNumber() {
    for (int i = 0; i < 3; i++) {
      add("large" + i, "large", Priority.BATCH, ItemTerms.NO_DEADLINE, 10);
    }
    for (int i = 0; i < 20; i++) {
      add("small" + i, "small", Priority.BATCH, ItemTerms.NO_DEADLINE, 1);
    }

    List<String> order = drain();

    assertThat(order.indexOf("large1") - order.indexOf("large0")).isEqualTo(11);
    assertThat(order.indexOf("large2") - order.indexOf("large1")).isEqualTo(11);
  }

  @Test
  void aFlowThatComesLateOwesNothingAndIsOwedNothing() {
    for (int i = 0; i < 5; i++) {
      add("old" + i, "old", Priority.BATCH);
    }
    queue.poll();
    queue.poll();
    queue.poll();

    add("new0", "new", Priority.BATCH);
    add("new1", "new", Priority.BATCH);

    assertThat(drain()).containsExactly("new0", "old3", "new1", "old4");
  }

  @Test
  void aCallIsTakenOutWhole() {
    add("a0", "a", Priority.BATCH);
    add("b0", "b", Priority.BATCH);
    add("a1", "a", Priority.INTERACTIVE);

    assertThat(queue.removeCall("a")).extracting(Item::name).containsExactlyInAnyOrder("a0", "a1");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.removeCall("a")).isEmpty();
    assertThat(drain()).containsExactly("b0");
  }

  @Test
  void whatIsLateIsFoundWhereverItStands() {
    add("in time", "a", Priority.BATCH, 1000, 1);
    add("late", "a", Priority.BATCH, 500, 1);
    add("never late", "b", Priority.BATCH);
    add("also late", "c", Priority.INTERACTIVE, 400, 1);

    assertThat(queue.removeLate(500)).extracting(Item::name).containsExactly("also late", "late");
    assertThat(drain()).containsExactlyInAnyOrder("in time", "never late");
  }

  @Test
  void whatWasTakenIsNotFoundLateAfterwards() {
    add("taken", "a", Priority.BATCH, 500, 1);

    queue.poll();

    assertThat(queue.removeLate(1000)).isEmpty();
  }

  @Test
  void theOldestIsTheFirstThatIsStillHere() {
    add("first", "a", Priority.BATCH);
    add("second", "b", Priority.INTERACTIVE);
    assertThat(queue.oldest().name()).isEqualTo("first");

    queue.removeCall("a");

    assertThat(queue.oldest().name()).isEqualTo("second");
  }

  @Test
  void aPausedCallerIsPassedOverUntilItIsResumed() {
    add("a0", "a", Priority.BATCH);
    add("a1", "a", Priority.BATCH);
    add("b0", "b", Priority.BATCH);

    queue.pause(Priority.BATCH, new Caller("a"));
    add("a2", "a", Priority.BATCH);

    assertThat(queue.isPaused(Priority.BATCH, new Caller("a"))).isTrue();
    assertThat(queue.peek(Priority.BATCH).name).isEqualTo("b0");
    assertThat(drain()).containsExactly("b0");
    assertThat(queue.size()).isEqualTo(3);

    queue.resume(new Caller("a"));

    assertThat(drain()).containsExactly("a0", "a1", "a2");
  }

  @Test
  void aPausedCallerIsNotOwedTheTurnsThatItMissed() {
    add("a0", "a", Priority.BATCH);
    add("a1", "a", Priority.BATCH);
    add("a2", "a", Priority.BATCH);
    for (int i = 0; i < 6; i++) {
      add("b" + i, "b", Priority.BATCH);
    }
    queue.pause(Priority.BATCH, new Caller("a"));
    for (int i = 0; i < 3; i++) {
      queue.poll();
    }

    queue.resume(new Caller("a"));

    List<String> order = drain();
    assertThat(order.indexOf("a2")).as("they take turns").isGreaterThanOrEqualTo(4);
  }

  @Test
  void whatWaitsOfAPausedCallerIsTakenOutLikeTheRest() {
    add("a0", "a", Priority.BATCH, 500, 1);
    add("a1", "a", Priority.BATCH);
    queue.pause(Priority.BATCH, new Caller("a"));

    assertThat(queue.removeLate(1000)).extracting(Item::name).containsExactly("a0");
    assertThat(queue.removeAll()).extracting(Item::name).containsExactly("a1");

    assertThat(queue.size()).isZero();
    add("a2", "a", Priority.BATCH);
    assertThat(drain()).as("its pause has ended with it").containsExactly("a2");
  }

  @Test
  void anItemIsTakenOutByItsPlaceOnce() {
    Waiting<Item> place =
        queue.add(
            new Item("gone", TestingTerms.of("a", Priority.BATCH, ItemTerms.NO_DEADLINE), 1), 0);
    add("stays", "a", Priority.BATCH);

    queue.remove(place);
    queue.remove(place);

    assertThat(drain()).containsExactly("stays");
  }

  private void add(String name, String flow, Priority priority) {
    add(name, flow, priority, ItemTerms.NO_DEADLINE, 1);
  }

  private void add(String name, String flow, Priority priority, long deadline, long cost) {
    queue.add(new Item(name, TestingTerms.of(flow, priority, deadline), cost), 100);
  }

  private List<String> drain() {
    List<String> names = new ArrayList<>();
    Item item;
    while ((item = queue.poll()) != null) {
      names.add(item.name);
    }
    return names;
  }
}
