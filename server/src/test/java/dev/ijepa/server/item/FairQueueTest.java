package dev.ijepa.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private record Item(String name, ItemTerms terms) {}

  private final FairQueue<Item> queue = new FairQueue<>(Item::terms);

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
      add("batch" + i, "stream", Priority.BATCH);
      add("call" + i, "call" + i, Priority.INTERACTIVE);
    }

    assertThat(drain())
        .containsExactly(
            "call0", "call1", "call2", "batch0", "call3", "call4", "call5", "batch1", "batch2",
            "batch3", "batch4", "batch5");
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

  private void add(String name, String flow, Priority priority) {
    queue.add(new Item(name, new ItemTerms(flow, priority, ItemTerms.NO_DEADLINE, () -> false)));
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
