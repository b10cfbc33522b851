package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What callers get, and what the flows of a caller get of that. */
class CallerSharesTest {
  private static final Caller MANY = new Caller("127.0.0.2");
  private static final Caller ONE = new Caller("127.0.0.3");
  private static final Caller THIRD = new Caller("127.0.0.4");

  private record Item(Flow flow, ItemTerms terms, long cost) {}

  private final FairQueue<Item> queue = new FairQueue<>(Item::terms, Item::cost);
  private final Flow calls = Flow.ofSingleCalls(MANY);
  private final Flow stream = Flow.ofNewStream(ONE);
  private final Map<Flow, Integer> taken = new HashMap<>();

  @Test
  void aCallerWithFiveHundredCallsGetsAsMuchAsOneWithAStream() {
    add(calls, 500, 1);
    add(stream, 1, 1);

    takeAndReplace(2000);

    assertThat(taken).containsOnly(Map.entry(calls, 1000), Map.entry(stream, 1000));
  }

  @Test
  void aThirdCallerGetsAThird() {
    Flow third = Flow.ofNewStream(THIRD);
    add(calls, 500, 1);
    add(stream, 1, 1);
    add(third, 1, 1);

    takeAndReplace(3000);

    assertThat(taken)
        .containsOnly(Map.entry(calls, 1000), Map.entry(stream, 1000), Map.entry(third, 1000));
  }

  @Test
  void aThirdCallerThatComesLaterGetsAThirdFromThenOn() {
    add(calls, 500, 1);
    add(stream, 1, 1);
    takeAndReplace(2000);
    taken.clear();

    Flow third = Flow.ofNewStream(THIRD);
    add(third, 1, 1);
    takeAndReplace(3000);

    assertThat(taken.get(third)).isEqualTo(1000);
    assertThat(taken.get(calls)).isBetween(999, 1001);
  }

  @Test
  void twoStreamsOfACallerShareItsHalf() {
    Flow second = Flow.ofNewStream(ONE);
    add(calls, 500, 1);
    add(stream, 64, 1);
    add(second, 1, 1);

    takeAndReplace(2000);

    assertThat(taken)
        .containsOnly(Map.entry(calls, 1000), Map.entry(stream, 500), Map.entry(second, 500));
  }

  @Test
  void aThousandStreamsOfACallerAreWorthNoMoreThanOne() {
    for (int i = 0; i < 1000; i++) {
      add(Flow.ofNewStream(MANY), 1, 1);
    }
    add(stream, 1, 1);

    takeAndReplace(2000);

    assertThat(taken.get(stream)).isEqualTo(1000);
  }

  @Test
  void callersAndFlowsShareByCost() {
    Flow large = Flow.ofNewStream(ONE);
    add(calls, 500, 1);
    add(stream, 5, 10);
    add(large, 5, 40);

    takeAndReplace(1060);

    assertThat(taken.get(calls)).as("half of the cost").isBetween(960, 1040);
    assertThat(taken.get(stream) * 10 + taken.get(large) * 40)
        .as("half of the cost")
        .isBetween(960, 1040);
    assertThat(taken.get(stream) * 10).as("half of that").isBetween(440, 560);
  }

  @Test
  void aCallerThatComesBackWithOneItemAtATimeKeepsItsDebt() {
    add(calls, 2100, 1);
    add(stream, 1, 1000);

    for (int i = 0; i < 2002; i++) {
      if (take().equals(stream)) {
        add(stream, 1, 1000);
      }
    }

    assertThat(taken).containsOnly(Map.entry(calls, 2000), Map.entry(stream, 2));
  }

  @Test
  void aCallerThatComesBackWithANewStreamForEachItemKeepsItsDebt() {
    add(calls, 2100, 1);
    add(stream, 1, 1000);

    for (int i = 0; i < 2002; i++) {
      if (take().caller().equals(ONE)) {
        add(Flow.ofNewStream(ONE), 1, 1000);
      }
    }

    assertThat(taken.get(calls)).isEqualTo(2000);
  }

  @Test
  void aNewStreamForEachItemDoesNotStopTheOtherFlowsOfItsCaller() {
    add(stream, 1000, 1);
    add(Flow.ofNewStream(ONE), 1, 1);

    for (int i = 0; i < 1000; i++) {
      if (!take().equals(stream)) {
        add(Flow.ofNewStream(ONE), 1, 1);
      }
    }

    assertThat(taken.get(stream)).as("a third at least").isGreaterThanOrEqualTo(333);
  }

  @Test
  void whatIsTakenOutCostsItsCallerNothing() {
    add(calls, 10, 1);
    for (int i = 0; i < 5; i++) {
      queue.add(new Item(stream, TestingTerms.of("gone", stream, Priority.BATCH), 1000), 0);
    }
    assertThat(queue.removeCall("gone")).hasSize(5);
    take();

    add(Flow.ofNewStream(ONE), 1, 1);

    assertThat(take()).isEqualTo(calls);
    assertThat(take().caller()).isEqualTo(ONE);
  }

  /**
   * While two members both have something waiting, they get the same, but for the cost of one item
   * each: this is what start-time fair queueing promises of any two callers, and of any two flows
   * of a caller.
   */
  @Test
  void whoeverWaitsTheWholeTimeGetsAsMuchAsAnyOther() {
    int largest = 20;
    Random random = new Random(7);
    for (int run = 0; run < 50; run++) {
      FairQueue<Item> queue = new FairQueue<>(Item::terms, Item::cost);
      List<Flow> always = new ArrayList<>();
      List<Flow> sometimes = new ArrayList<>();
      for (int caller = 0; caller < 3; caller++) {
        for (int flow = 0; flow <= caller; flow++) {
          always.add(Flow.ofNewStream(new Caller("always " + caller)));
        }
        sometimes.add(Flow.ofNewStream(new Caller("sometimes " + caller)));
      }
      always.forEach(flow -> add(queue, flow, 1 + random.nextInt(largest)));
      Map<Flow, Long> byFlow = new HashMap<>();
      Map<Caller, Long> byCaller = new HashMap<>();
      for (int i = 0; i < 3000; i++) {
        if (random.nextInt(3) == 0) {
          Flow flow = sometimes.get(random.nextInt(sometimes.size()));
          add(queue, flow, 1 + random.nextInt(largest));
        }
        Item item = queue.poll();
        byFlow.merge(item.flow, item.cost, Long::sum);
        byCaller.merge(item.flow.caller(), item.cost, Long::sum);
        if (always.contains(item.flow)) {
          add(queue, item.flow, 1 + random.nextInt(largest));
        }
      }

      long most = byCaller.get(new Caller("always 0"));
      for (Flow flow : always) {
        long its = byCaller.get(flow.caller());
        assertThat(its).isBetween(most - 2L * largest, most + 2L * largest);
        long flows = always.stream().filter(other -> other.caller().equals(flow.caller())).count();
        assertThat(byFlow.get(flow))
            .isBetween(its / flows - 2L * largest, its / flows + 2L * largest);
      }
      for (Flow flow : sometimes) {
        assertThat(byCaller.getOrDefault(flow.caller(), 0L)).isLessThan(most + 2L * largest);
      }
    }
  }

  private static void add(FairQueue<Item> queue, Flow flow, long cost) {
    queue.add(new Item(flow, TestingTerms.of("call", flow, Priority.BATCH), cost), 0);
  }

  private void add(Flow flow, int items, long cost) {
    for (int i = 0; i < items; i++) {
      add(queue, flow, cost);
    }
  }

  /** Takes so many items; whoever got one sends the next. */
  private void takeAndReplace(int items) {
    for (int i = 0; i < items; i++) {
      Item item = queue.poll();
      taken.merge(item.flow, 1, Integer::sum);
      add(queue, item.flow, item.cost);
    }
  }

  private Flow take() {
    Flow flow = queue.poll().flow;
    taken.merge(flow, 1, Integer::sum);
    return flow;
  }
}
