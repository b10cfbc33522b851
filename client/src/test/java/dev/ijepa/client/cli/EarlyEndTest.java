package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EarlyEndTest {
  @Test
  void theSignalStopsWhatRunsAndWaitsForTheFiles() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    EarlyEnd end = EarlyEnd.onSignal();
    end.stopBy(stopped::countDown);
    Thread hook = new Thread(end::arrived);

    hook.start();
    stopped.await();

    assertThat(end.isAsked()).isTrue();
    assertThat(hook.isAlive()).isTrue();
    end.close();
    hook.join();
  }

  @Test
  void whatStartsAfterTheSignalIsStoppedAtOnce() throws InterruptedException {
    AtomicInteger stops = new AtomicInteger();
    EarlyEnd end = EarlyEnd.onSignal();
    end.close();
    end.arrived();

    end.stopBy(stops::incrementAndGet);

    assertThat(stops).hasValue(1);
  }
}
