package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream outlives what carries it. */
@Timeout(120)
class StreamRecoveryTest {
  private static final RetrySettings QUICK =
      new RetrySettings(50, Duration.ofMillis(1), Duration.ofMillis(20));
  private static final StreamSettings ORDERED = StreamSettings.defaults().withRetry(QUICK);

  private final FakeServer server = new FakeServer();
  private final FakeFeatureService service = server.service;
  private final IjepaClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aServerKilledTenTimesLosesNothingAndRepeatsNothing() throws InterruptedException {
    Thread killer = atMilestones(450, 10, answer -> server.restart());

    List<Result<Embedding>> results = embed(5000, ORDERED);
    killer.join();

    assertThat(results).hasSize(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(results.get(i).index()).isEqualTo(i);
      assertThat(results.get(i).orElseThrow().vector())
          .isEqualTo(FakeFeatureService.vectorOf("image-" + i));
    }
    assertThat(service.streams.get()).isGreaterThan(10);
  }

  @Test
  void resultsAsReadyAreEachDeliveredOnceToo() throws InterruptedException {
    Thread killer = atMilestones(150, 3, answer -> server.restart());

    List<Result<Embedding>> results = embed(600, ORDERED.asReady());
    killer.join();

    assertThat(results).extracting(Result::index).doesNotHaveDuplicates().hasSize(600);
    assertThat(results).allMatch(Result.Ok.class::isInstance);
  }

  @Test
  void aGracefulReplacementIsNotNoticed() throws InterruptedException {
    Thread replacer =
        atMilestones(
            100,
            2,
            answer -> {
              server.replaceGracefully();
              answer.run();
            });

    List<Result<Embedding>> results = embed(500, ORDERED);
    replacer.join();

    assertThat(results).extracting(Result::index).isSorted().hasSize(500);
    assertThat(results).allMatch(Result.Ok.class::isInstance);
  }

  @Test
  void onlyWhatHasNoAnswerIsSentAgain() {
    AtomicInteger arrivals = new AtomicInteger();
    // One in flight: what was answered is known for certain when the server dies.
    service.answering =
        (image, answer) -> {
          if (arrivals.incrementAndGet() == 5) {
            new Thread(server::restart).start();
          } else {
            answer.run();
          }
        };

    List<Result<Embedding>> results = embed(10, ORDERED.withWindow(1, 1 << 20));

    assertThat(results).hasSize(10);
    assertThat(Collections.frequency(List.copyOf(service.received), "image-3")).isEqualTo(1);
    assertThat(Collections.frequency(List.copyOf(service.received), "image-4")).isEqualTo(2);
  }

  @Test
  void anItemThatTheServerIsTooBusyForIsSentAgain() {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    service.error = image -> once(refused, image, FakeErrors.busy(Duration.ofMillis(1)));

    List<Result<Embedding>> results = embed(50, ORDERED);

    assertThat(results).extracting(Result::index).isSorted().hasSize(50);
    assertThat(results).allMatch(Result.Ok.class::isInstance);
    assertThat(service.received).hasSize(100);
    assertThat(service.streams).hasValue(1);
  }

  @Test
  void itemsRefusedByALeavingServerGoOverANewCall() {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    service.error =
        image ->
            image.equals("image-20")
                ? once(refused, image, FakeErrors.notServing(Duration.ofMillis(1)))
                : Optional.empty();

    List<Result<Embedding>> results = embed(50, ORDERED);

    assertThat(results).allMatch(Result.Ok.class::isInstance);
    assertThat(service.streams.get()).isEqualTo(2);
  }

  @Test
  void whatALeavingServerGivesUpIsSentAgainAlsoIfItDoesNotSayWhen() {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    RetrySettings soon = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1));
    service.error = image -> once(refused, image, FakeErrors.givenUp());

    List<Result<Embedding>> results = embed(50, ORDERED.withRetry(soon));

    assertThat(results).hasSize(50).allMatch(Result.Ok.class::isInstance);
  }

  @Test
  void anItemThatIsRefusedTooOftenFails() {
    RetrySettings thrice = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1));
    service.error =
        image ->
            image.equals("image-1")
                ? Optional.of(FakeErrors.busy(Duration.ofMillis(1)))
                : Optional.empty();

    List<Result<Embedding>> results = embed(3, ORDERED.withRetry(thrice));

    assertThat(results.get(0)).isInstanceOf(Result.Ok.class);
    assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
    assertThat(results.get(2)).isInstanceOf(Result.Ok.class);
    assertThat(Collections.frequency(List.copyOf(service.received), "image-1")).isEqualTo(3);
  }

  @Test
  void aServerThatNeverComesEndsTheStreamWithItsError() {
    server.close();
    FakeScheduler scheduler = new FakeScheduler();
    try (IjepaClient impatient = server.client().scheduler(scheduler).build()) {
      RetrySettings thrice = new RetrySettings(3, Duration.ofSeconds(1), Duration.ofSeconds(60));

      ResultStream<Embedding> results =
          impatient.embedAll(
              Letters.numbered(10).iterator(), EmbedSettings.defaults(), ORDERED.withRetry(thrice));

      assertThatThrownBy(() -> results.iterator().hasNext())
          .isInstanceOf(IjepaException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThat(scheduler.waits).hasSize(2);
      assertThat(scheduler.waits.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void withoutPatienceTheFirstBreakEndsTheStream() {
    service.answering =
        (image, answer) -> {
          if (!image.equals("image-3")) {
            answer.run();
          }
        };
    Iterator<Result<Embedding>> results =
        client
            .embedAll(
                Letters.numbered(10).iterator(),
                EmbedSettings.defaults(),
                ORDERED.withWindow(4, 1 << 20).withRetry(RetrySettings.none()))
            .iterator();
    for (int i = 0; i < 3; i++) {
      assertThat(results.next().index()).isEqualTo(i);
    }

    server.close();

    assertThatThrownBy(
            () -> {
              while (results.hasNext()) {
                results.next();
              }
            })
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  private List<Result<Embedding>> embed(int count, StreamSettings settings) {
    try (ResultStream<Embedding> results =
        client.embedAll(Letters.numbered(count), EmbedSettings.defaults(), settings)) {
      return results.stream().toList();
    }
  }

  private static Optional<Status> once(Set<String> seen, String image, Status error) {
    return seen.add(image) ? Optional.of(error) : Optional.empty();
  }

  /**
   * Holds each so manieth answer back, as often as is said, and lets a thread act on it. The stream
   * cannot pass by: the window is smaller than the way to the next milestone.
   */
  private Thread atMilestones(int images, int times, Consumer<Runnable> action) {
    BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    AtomicInteger arrivals = new AtomicInteger();
    service.answering =
        (image, answer) -> {
          int count = arrivals.incrementAndGet();
          if (count % images == 0 && count / images <= times) {
            held.add(answer);
          } else {
            answer.run();
          }
        };
    Thread actor = new Thread(() -> actOn(held, times, action));
    actor.start();
    return actor;
  }

  private static void actOn(BlockingQueue<Runnable> held, int times, Consumer<Runnable> action) {
    try {
      for (int i = 0; i < times; i++) {
        action.accept(held.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
