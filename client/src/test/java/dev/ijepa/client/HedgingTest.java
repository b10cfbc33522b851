package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.internal.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HedgingTest {
  private static final Duration DELAY = Duration.ofMillis(100);
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final HeldScheduler scheduler = new HeldScheduler();
  private final List<CompletableFuture<String>> calls = new ArrayList<>();
  private final List<Duration> deadlines = new ArrayList<>();
  private Hedging hedging = new Hedging(HedgeSettings.after(DELAY), scheduler);

  @Test
  void theAnswerThatComesFirstCountsAndTheOtherCallIsCancelled() {
    CompletableFuture<String> result = call();
    scheduler.runAll();

    calls.get(1).complete("second");

    assertThat(result).isCompletedWithValue("second");
    assertThat(calls.get(0)).isCancelled();
    assertThat(deadlines).containsExactly(DEADLINE, DEADLINE.minus(DELAY));
  }

  @Test
  void anAnswerInTimeNeedsNoSecondCall() {
    CompletableFuture<String> result = call();
    calls.get(0).complete("first");
    scheduler.runAll();

    assertThat(result).isCompletedWithValue("first");
    assertThat(calls).hasSize(1);
    assertThat(scheduler.delays).containsExactly(DELAY);
  }

  @Test
  void aFailureCountsOnlyWhenNobodyIsLeft() {
    CompletableFuture<String> result = call();
    scheduler.runAll();

    calls.get(0).completeExceptionally(new IllegalStateException("one"));
    assertThat(result).isNotDone();
    calls.get(1).completeExceptionally(new IllegalStateException("two"));

    assertThatThrownBy(result::get).hasRootCauseMessage("two");
  }

  @Test
  void cancellingCancelsBoth() {
    CompletableFuture<String> result = call();
    scheduler.runAll();

    result.cancel(true);

    assertThat(calls).allMatch(CompletableFuture::isCancelled).hasSize(2);
  }

  @Test
  void noMoreThanTheShareIsSentTwice() {
    hedging = new Hedging(new HedgeSettings(DELAY, 0.1), scheduler);
    for (int i = 0; i < 100; i++) {
      CompletableFuture<String> unused = call();
    }
    scheduler.runAll();

    // Ten of a hundred, and one that a new client has saved; ten can be saved up at most.
    assertThat(calls).hasSize(110);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void aShareThatIsNoneIsRefused(double share) {
    assertThatThrownBy(() -> new HedgeSettings(DELAY, share))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerThatStallsOnceIsHedged() throws InterruptedException {
    try (FakeServer server = new FakeServer()) {
      server.service.answering =
          (image, answer) -> {
            if (server.service.received.size() > 1) {
              answer.run();
            }
          };
      try (IjepaClient client =
          server.client().hedge(HedgeSettings.after(Duration.ofMillis(1))).build()) {
        assertThat(client.embed(Letters.image("cat")).vector())
            .isEqualTo(FakeFeatureService.vectorOf("cat"));
      }
      server.service.cancelled.await();
    }
  }

  private CompletableFuture<String> call() {
    return hedging.call(
        DEADLINE,
        deadline -> {
          deadlines.add(deadline);
          calls.add(new CompletableFuture<>());
          return calls.get(calls.size() - 1);
        });
  }

  /** Keeps what is to run later until a test says so. */
  private static final class HeldScheduler implements Scheduler {
    final List<Duration> delays = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void after(Duration delay, Runnable task) {
      delays.add(delay);
      tasks.add(task);
    }

    void runAll() {
      tasks.forEach(Runnable::run);
    }

    @Override
    public void close() {}
  }
}
