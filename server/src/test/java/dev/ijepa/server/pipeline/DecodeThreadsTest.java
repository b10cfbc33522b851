package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Priority;
import org.junit.jupiter.api.Test;

class DecodeThreadsTest {
  @Test
  void batchImagesHoldNoPlaceOfAnInteractiveOne() {
    DecodeThreads threads = new DecodeThreads(2);

    assertThat(begin(threads, Priority.BATCH)).isEqualTo(2);
    assertThat(begin(threads, Priority.INTERACTIVE)).isEqualTo(2);
    assertThat(threads.count()).isEqualTo(4);
  }

  @Test
  void noMoreBatchImagesBeginThanThereAreCoresLeft() {
    DecodeThreads threads = new DecodeThreads(8);
    threads.count(Priority.INTERACTIVE, 3);

    assertThat(begin(threads, Priority.BATCH)).isEqualTo(5);

    threads.count(Priority.INTERACTIVE, -1);
    assertThat(begin(threads, Priority.BATCH)).isEqualTo(1);
  }

  @Test
  void someBatchImagesAreDecodedHoweverManyInteractiveOnesThereAre() {
    for (int most = 1; most <= 64; most++) {
      DecodeThreads threads = new DecodeThreads(most);
      int interactive = begin(threads, Priority.INTERACTIVE);

      int batch = begin(threads, Priority.BATCH);

      assertThat(interactive).isEqualTo(most);
      assertThat(batch / (double) (batch + interactive)).isBetween(0.25, 0.5);
      assertThat(batch + interactive).isLessThanOrEqualTo(threads.count());
    }
  }

  /** Begins as many images of a kind as may be; returns their number. */
  private static int begin(DecodeThreads threads, Priority priority) {
    int begun = 0;
    while (threads.areFree(priority)) {
      threads.count(priority, 1);
      begun++;
    }
    return begun;
  }
}
