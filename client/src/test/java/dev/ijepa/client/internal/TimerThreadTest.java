package dev.ijepa.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimerThreadTest {
  private final TimerThread timer = new TimerThread();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aTaskIsRunWhenItsTimeHasCome() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    timer.after(Duration.ofMillis(1), ran::countDown);

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    timer.close();
  }

  @Test
  void closingRunsWhatWaitsOnce() {
    timer.after(Duration.ofHours(1), runs::incrementAndGet);
    timer.after(Duration.ofHours(2), runs::incrementAndGet);

    timer.close();
    timer.close();

    assertThat(runs).hasValue(2);
  }

  @Test
  void whatComesLaterIsRunAtOnce() {
    timer.close();

    timer.after(Duration.ofHours(1), runs::incrementAndGet);

    assertThat(runs).hasValue(1);
  }
}
