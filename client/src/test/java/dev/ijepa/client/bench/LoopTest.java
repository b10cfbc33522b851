package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loops over a transport that answers at once, in a time that a test makes. */
class LoopTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeTransport transport = new FakeTransport();
  private final FakeScheduler scheduler = new FakeScheduler();
  private final long now = System.nanoTime();
  private final Measurement measurement =
      new Measurement(
          new LoadPoint.Closed(1), new Window(now, now + HOUR.toNanos()), Duration.ofMinutes(1));

  @Test
  void answersThatComeInsideTheSendingDoNotNest() {
    ClosedLoop loop = new ClosedLoop(setup(false), new Semaphore(1), 1);
    transport.atSending = () -> stopAt(loop, 100_000);

    loop.start();

    assertThat(transport.sent).isEqualTo(100_000);
    assertThat(measurement.answersSoFar()).isEqualTo(100_000);
  }

  @Test
  void aSendingThatThrewDoesNotBlockItsPlace() {
    transport.throwNext();
    ClosedLoop loop = new ClosedLoop(setup(false), new Semaphore(1), 1);
    transport.atSending = () -> stopAt(loop, 3);
    assertThatThrownBy(loop::start).isInstanceOf(IllegalStateException.class);

    // As at the end of a call: what it had taken fails.
    transport.failThrown();

    assertThat(transport.sent).isEqualTo(3);
  }

  @Test
  void aServerThatIsAwayIsNotMetWithASpin() {
    transport.failures.add(new Failure(Status.Code.UNAVAILABLE, "", null));
    ClosedLoop loop = new ClosedLoop(setup(false), new Semaphore(1), 1);
    transport.atSending = () -> stopAt(loop, 2);

    loop.start();

    assertThat(transport.sent).isEqualTo(1);
    scheduler.runAll();
    assertThat(transport.sent).isEqualTo(2);
    assertThat(scheduler.pauses).containsExactly(Duration.ofMillis(100));
  }

  @Test
  void aRefusedItemIsSentAgainWhenTheServerSaysSo() {
    transport.failures.add(busy(Duration.ofMillis(70)));
    transport.failures.add(busy(Duration.ofMillis(80)));

    new Exchange(setup(true), System.nanoTime(), exchange -> {}).send();
    scheduler.runAll();

    LoadResult result = measurement.result(0, 0, Duration.ZERO);
    assertThat(scheduler.pauses).containsExactly(Duration.ofMillis(70), Duration.ofMillis(80));
    assertThat(result.retries()).isEqualTo(2);
    assertThat(result.failed()).isZero();
    assertThat(measurement.answersSoFar()).isEqualTo(1);
  }

  @Test
  void nothingIsSentAgainBeyondTheDeadline() {
    transport.failures.add(busy(Duration.ofMinutes(2)));

    new Exchange(setup(true), System.nanoTime(), exchange -> {}).send();

    assertThat(scheduler.pauses).isEmpty();
    assertThat(measurement.result(0, 0, Duration.ZERO).failed()).isEqualTo(1);
  }

  @Test
  void whatWaitsWhenTheLoadPointEndsIsNotSentAgain() {
    transport.failures.add(busy(Duration.ofMillis(70)));
    Exchange.Setup setup = setup(true);
    new Exchange(setup, System.nanoTime(), exchange -> {}).send();

    setup.over().set(true);
    scheduler.close();

    assertThat(transport.sent).isEqualTo(1);
  }

  @Test
  void whatIsNotWorthARetryFailsAtOnce() {
    transport.failures.add(busy(null));

    new Exchange(setup(true), System.nanoTime(), exchange -> {}).send();

    assertThat(scheduler.pauses).isEmpty();
    assertThat(measurement.result(0, 0, Duration.ZERO).failed()).isEqualTo(1);
  }

  private void stopAt(Load loop, int sent) {
    if (transport.sent == sent) {
      loop.stop();
    }
  }

  private Exchange.Setup setup(boolean retries) {
    return new Exchange.Setup(
        transport, measurement, scheduler, retries, Duration.ofMinutes(1).toNanos());
  }

  private static Failure busy(@Nullable Duration delay) {
    return new Failure(Status.Code.RESOURCE_EXHAUSTED, "SERVER_BUSY", delay);
  }
}
