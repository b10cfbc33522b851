package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareHeapTest {
  private final ShareHeap<String, String> heap = new ShareHeap<>();

  @Test
  void theFirstIsTheLeastWhateverIsAddedRemovedAndGrows() {
    Random random = new Random(3);
    List<Share<String, String>> inHeap = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int what = random.nextInt(3);
      if (what == 0 || inHeap.isEmpty()) {
        Share<String, String> share = new Share<>("key", "content");
        share.start = random.nextInt(50);
        share.turn = i;
        heap.reserve(inHeap.size() + 1);
        heap.add(share);
        inHeap.add(share);
      } else if (what == 1) {
        heap.remove(inHeap.remove(random.nextInt(inHeap.size())));
      } else {
        Share<String, String> share = inHeap.get(random.nextInt(inHeap.size()));
        share.start += random.nextInt(50);
        share.turn = i;
        heap.grew(share);
      }

      assertThat(heap.size()).isEqualTo(inHeap.size());
      assertThat(heap.first())
          .isSameAs(
              inHeap.stream()
                  .min(
                      Comparator.<Share<String, String>>comparingDouble(share -> share.start)
                          .thenComparingLong(share -> share.turn))
                  .orElse(null));
    }
  }
}
