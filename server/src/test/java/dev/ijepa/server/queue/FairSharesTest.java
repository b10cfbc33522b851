package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients get of a queue that always has more than it can give. */
class FairSharesTest {
  private record Item(String client, ItemTerms terms, long cost) {}

  private final FairQueue<Item> queue = new FairQueue<>(Item::terms, Item::cost);
  private final Map<String, Integer> taken = new HashMap<>();
  private int calls;

  @Test
  void twoClientsInALoopAndABulkStreamShareAsPromised() {
    add("bulk", Priority.BATCH, 4000);
    add("loop", Priority.INTERACTIVE, 1);
    add("other loop", Priority.INTERACTIVE, 1);

    for (int i = 0; i < 4000; i++) {
      again(take(), Priority.INTERACTIVE, "loop", "other loop");
    }

    assertThat(taken.get("loop")).isBetween(1333, 1334);
    assertThat(taken.get("other loop")).isBetween(1333, 1334);
    assertThat(taken.get("bulk")).isBetween(1333, 1334);
  }

  @Test
  void fiveHundredInteractiveCallsGetNoMoreThanOneBatchStreamOfAnotherClient() {
    add("calls", Priority.INTERACTIVE, 500);
    add("stream", Priority.BATCH, 2000);

    for (int i = 0; i < 2000; i++) {
      again(take(), Priority.INTERACTIVE, "calls");
    }

    assertThat(taken).containsOnly(Map.entry("calls", 1000), Map.entry("stream", 1000));
  }

  @Test
  void aClientWhoseCallsAreFewHasEachOfThemNextBesideAStream() {
    add("stream", Priority.BATCH, 4000);
    for (int i = 0; i < 1000; i++) {
      add("calls", Priority.INTERACTIVE, 1);
      assertThat(take()).isEqualTo("calls");
      for (int other = 0; other < 3; other++) {
        assertThat(take()).isEqualTo("stream");
      }
    }
  }

  @Test
  void aClientThatUsesBothPrioritiesGetsNoMoreThanOthers() {
    for (int i = 0; i < 3000; i++) {
      add("interactive", Priority.INTERACTIVE, 1);
      add("both", Priority.INTERACTIVE, 1);
      add("both", Priority.BATCH, 1);
      add("batch", Priority.BATCH, 1);
    }

    for (int i = 0; i < 3000; i++) {
      take();
    }

    assertThat(taken.get("interactive")).isBetween(990, 1010);
    assertThat(taken.get("both")).isBetween(990, 1010);
    assertThat(taken.get("batch")).isBetween(990, 1010);
  }

  @Test
  void whatAClientHadWhileNobodyElseWantedItIsNotHeldAgainstItsCalls() {
    add("both", Priority.INTERACTIVE, 1);
    add("both", Priority.BATCH, 5000);
    for (int i = 0; i < 5000; i++) {
      take();
    }
    taken.clear();
    add("both", Priority.BATCH, 100);
    add("newcomer", Priority.INTERACTIVE, 1000);
    add("both", Priority.INTERACTIVE, 1);

    for (int i = 0; i < 4; i++) {
      take();
    }

    assertThat(taken.get("both")).isBetween(1, 3);
  }

  @Test
  void aClientsOwnInteractiveCallsHaveThreeOfFourPlacesBesideItsStream() {
    Caller client = new Caller("client");
    for (int i = 0; i < 400; i++) {
      ItemTerms batch = TestingTerms.of("stream", new Flow(client, "stream"), Priority.BATCH);
      ItemTerms call = TestingTerms.of("call", Flow.ofSingleCalls(client), Priority.INTERACTIVE);
      queue.add(new Item("stream", batch, 1), 0);
      queue.add(new Item("calls", call, 1), 0);
    }

    for (int i = 0; i < 400; i++) {
      take();
    }

    assertThat(taken).containsOnly(Map.entry("calls", 300), Map.entry("stream", 100));
  }

  @Test
  void aClientInALoopGetsAsMuchAsAStreamOfTheSamePriority() {
    add("bulk", Priority.BATCH, 3000);
    add("loop", Priority.BATCH, 1);
    add("other loop", Priority.BATCH, 1);

    for (int i = 0; i < 3000; i++) {
      again(take(), Priority.BATCH, "loop", "other loop");
    }

    assertThat(taken)
        .containsOnly(
            Map.entry("loop", 1000), Map.entry("other loop", 1000), Map.entry("bulk", 1000));
  }

  @Test
  void manyCallsInFlightAreWorthNoMoreThanOne() {
    add("greedy", Priority.INTERACTIVE, 64);
    add("modest", Priority.INTERACTIVE, 1);

    for (int i = 0; i < 1000; i++) {
      again(take(), Priority.INTERACTIVE, "greedy", "modest");
    }

    assertThat(taken).containsOnly(Map.entry("greedy", 500), Map.entry("modest", 500));
  }

  @Test
  void aLoopOfLargeItemsPaysForEachOfThem() {
    queue.add(new Item("large", terms("large", Priority.BATCH), 1000), 0);
    add("small", Priority.BATCH, 2100);

    for (int i = 0; i < 2002; i++) {
      if (take().equals("large")) {
        queue.add(new Item("large", terms("large", Priority.BATCH), 1000), 0);
      }
    }

    assertThat(taken).containsOnly(Map.entry("large", 2), Map.entry("small", 2000));
  }

  @Test
  void twoClientsInALoopShareByCost() {
    queue.add(new Item("large", terms("large", Priority.BATCH), 1000), 0);
    add("small", Priority.BATCH, 1);

    for (int i = 0; i < 3003; i++) {
      boolean large = take().equals("large");
      String client = large ? "large" : "small";
      queue.add(new Item(client, terms(client, Priority.BATCH), large ? 1000 : 1), 0);
    }

    assertThat(taken.get("large")).isBetween(3, 4);
  }

  @Test
  void whatAFlowOwesIsNotForgottenWhileNothingOfItWaits() {
    add("other", Priority.BATCH, 10);
    add("large", Priority.BATCH, 1);
    queue.add(new Item("large", terms("large", Priority.BATCH), 5), 0);
    for (int i = 0; i < 2; i++) {
      assertThat(take()).isEqualTo("other");
      assertThat(take()).isEqualTo("large");
    }

    queue.add(new Item("large", terms("large", Priority.BATCH), 5), 0);

    for (int i = 0; i < 4; i++) {
      assertThat(take()).isEqualTo("other");
    }
    assertThat(take()).isEqualTo("large");
  }

  @Test
  void aFlowThatWasAwayLongEnoughOwesNothing() {
    add("other", Priority.BATCH, 20);
    queue.add(new Item("large", terms("large", Priority.BATCH), 5), 0);
    for (int i = 0; i < 10; i++) {
      take();
    }

    queue.add(new Item("large", terms("large", Priority.BATCH), 5), 0);

    assertThat(take()).isEqualTo("large");
  }

  @Test
  void whatIsTakenOutCostsItsFlowNothing() {
    add("stream", Priority.BATCH, 10);
    for (int i = 0; i < 5; i++) {
      queue.add(new Item("cancelled", terms("cancelled", Priority.BATCH), 1000), 0);
    }
    assertThat(queue.removeCall("cancelled")).hasSize(5);
    take();

    queue.add(new Item("cancelled", terms("cancelled", Priority.BATCH), 1), 0);

    assertThat(take()).isEqualTo("stream");
    assertThat(take()).isEqualTo("cancelled");
  }

  @Test
  void clientsThatComeAsANewFlowForEachItemDoNotStopTheOthers() {
    add("stream", Priority.BATCH, 1000);
    newcomer();

    for (int i = 0; i < 1000; i++) {
      if (take().equals("newcomer")) {
        newcomer();
      }
    }

    assertThat(taken.get("stream")).as("a third").isEqualTo(334);
  }

  @Test
  void thereMayBeAnyNumberOfThem() {
    add("stream", Priority.BATCH, 1000);
    for (int i = 0; i < 9; i++) {
      newcomer();
    }

    for (int i = 0; i < 1000; i++) {
      if (take().equals("newcomer")) {
        newcomer();
      }
    }

    assertThat(taken.get("stream")).as("about a tenth").isBetween(90, 100);
  }

  private void newcomer() {
    queue.add(new Item("newcomer", terms("newcomer " + calls++, Priority.BATCH), 1), 0);
  }

  private void add(String client, Priority priority, int items) {
    for (int i = 0; i < items; i++) {
      queue.add(new Item(client, terms(client, priority), 1), 0);
    }
  }

  /** A client in a loop sends its next item when it has the answer to its last one. */
  private void again(String answered, Priority priority, String... loops) {
    for (String loop : loops) {
      if (loop.equals(answered)) {
        add(loop, priority, 1);
      }
    }
  }

  private String take() {
    String client = queue.poll().client;
    taken.merge(client, 1, Integer::sum);
    return client;
  }

  private static ItemTerms terms(String client, Priority priority) {
    return TestingTerms.of(client, priority, ItemTerms.NO_DEADLINE);
  }
}
