package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerThreadsTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger pauses = new AtomicInteger();

  @Test
  void workThatFailsIsBegunAgainAndNotWithoutAPause() {
    WorkerThreads threads =
        WorkerThreads.start("test", List.of(this::failTwice), pauses::incrementAndGet);

    assertThat(threads.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(runs).hasValue(3);
    assertThat(pauses).hasValue(2);
  }

  private void failTwice() {
    if (runs.incrementAndGet() < 3) {
      throw new OutOfMemoryError("as if");
    }
  }
}
