package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many images through one stream, with a server that stays. */
@Timeout(60)
class StreamTest {
  private static final EmbedSettings EMBED = EmbedSettings.defaults();
  private static final StreamSettings ORDERED = StreamSettings.defaults();

  private final FakeServer server = new FakeServer();
  private final FakeFeatureService service = server.service;
  private final IjepaClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void eachInputHasItsResultInOrder() {
    try (ResultStream<Embedding> results = client.embedAll(Letters.numbered(300))) {
      List<Result<Embedding>> all = results.stream().toList();

      assertThat(all).hasSize(300);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).index()).isEqualTo(i);
        assertThat(all.get(i).name()).isEqualTo("image-" + i);
        assertThat(all.get(i).orElseThrow().vector())
            .isEqualTo(FakeFeatureService.vectorOf("image-" + i));
      }
    }
    assertThat(service.streams).hasValue(1);
  }

  @Test
  void classesAreStreamedAlike() {
    server.refuseBadImages();

    List<Result<Classification>> results =
        client.classifyAll(Letters.images("cat", "bad", "dog")).stream().toList();

    assertThat(results.get(0).orElseThrow().top().label()).isEqualTo("cat-0");
    assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
    assertThat(results.get(2).orElseThrow().classes()).hasSize(5);
  }

  @Test
  void aBadImageFailsAlone() {
    server.refuseBadImages();

    List<Result<Embedding>> results =
        client.embedAll(Letters.images("cat", "bad", "dog")).stream().toList();

    assertThat(results.get(0)).isInstanceOf(Result.Ok.class);
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> assertThat(failed.error().reason()).isEqualTo("IMAGE_CORRUPT"));
    assertThat(results.get(2)).isInstanceOf(Result.Ok.class);
  }

  @Test
  void anInputThatCannotBeReadFailsAlone() {
    List<ImageInput> inputs =
        List.of(
            Letters.image("cat"), ImageInput.of(Path.of("no", "such.jpg")), Letters.image("dog"));

    List<Result<Embedding>> results = client.embedAll(inputs).stream().toList();

    assertThat(results).extracting(Result::name).containsExactly("cat", "no/such.jpg", "dog");
    assertThatThrownBy(results.get(1)::orElseThrow)
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("INPUT_UNREADABLE")
        .hasMessageContaining("no such file");
  }

  @Test
  void noInputsAreNoResultsAndNoCall() {
    assertThat(client.embedAll(List.of()).stream()).isEmpty();
    assertThat(service.streams).hasValue(0);
  }

  @Test
  void resultsAsReadyAreNotHeldUpByASlowOne() {
    List<Runnable> held = new ArrayList<>();
    service.answering =
        (image, answer) -> {
          if (image.equals("slow")) {
            held.add(answer);
          } else {
            answer.run();
          }
          if (image.equals("last")) {
            held.forEach(Runnable::run);
          }
        };

    List<Result<Embedding>> results =
        client.embedAll(Letters.images("slow", "fast", "last"), EMBED, ORDERED.asReady()).stream()
            .toList();

    assertThat(results).extracting(Result::name).containsExactly("fast", "last", "slow");
    assertThat(results).extracting(Result::index).containsExactly(1L, 2L, 0L);
  }

  @Test
  void theOrderIsRestoredWhereTheServerAnswersAsReady() {
    List<Runnable> held = new ArrayList<>();
    // Answers in groups of four, the last of them first.
    service.answering =
        (image, answer) -> {
          held.add(0, answer);
          if (held.size() == 4) {
            held.forEach(Runnable::run);
            held.clear();
          }
        };

    List<Result<Embedding>> results = client.embedAll(Letters.numbered(40)).stream().toList();

    assertThat(results).extracting(Result::index).isSorted().hasSize(40);
  }

  @Test
  void aSlowItemStopsNoOtherAndHoldsBackABoundedNumberOfResults() {
    AtomicInteger answered = new AtomicInteger();
    AtomicReference<Runnable> slow = new AtomicReference<>();
    int window = 4;
    int most = window * StreamSession.OVERTAKING_WINDOWS;
    service.answering =
        (image, answer) -> {
          if (image.equals("image-0")) {
            slow.set(answer);
            return;
          }
          // Counted first: the client may have the answer before this goes on.
          int count = answered.incrementAndGet();
          answer.run();
          if (count == most) {
            slow.get().run();
          }
        };

    try (ResultStream<Embedding> results =
        client.embedAll(Letters.numbered(200), EMBED, ORDERED.withWindow(window, 1 << 20))) {
      assertThat(results.stream()).extracting(Result::index).isSorted().hasSize(200);
    }

    // Without a bound all would have overtaken; within the window, only three.
    assertThat(answered.get()).isEqualTo(199);
  }

  @Test
  void whatOvertookASlowItemIsBounded() throws InterruptedException {
    int window = 4;
    int most = window * StreamSession.OVERTAKING_WINDOWS;
    AtomicReference<Runnable> slow = new AtomicReference<>();
    Semaphore overtook = new Semaphore(0);
    AtomicInteger pulled = new AtomicInteger();
    service.answering =
        (image, answer) -> {
          if (image.equals("image-0")) {
            slow.set(answer);
          } else {
            answer.run();
            overtook.release();
          }
        };
    Stream<ImageInput> inputs = Letters.numbered(500).peek(image -> pulled.incrementAndGet());

    try (ResultStream<Embedding> results =
            client.embedAll(inputs, EMBED, ORDERED.withWindow(window, 1 << 20));
        Stream<Result<Embedding>> stream = results.stream()) {
      Thread consumer = new Thread(() -> assertThat(stream).hasSize(500));
      consumer.start();
      overtook.acquire(most);

      assertThat(pulled.get()).isBetween(most, most + window);

      slow.get().run();
      consumer.join(10_000);
      assertThat(consumer.isAlive()).isFalse();
    }
    assertThat(pulled).hasValue(500);
  }

  @Test
  void aSlowConsumerHoldsTheInputsBack() {
    AtomicInteger pulled = new AtomicInteger();
    Stream<ImageInput> inputs = Letters.numbered(200).peek(image -> pulled.incrementAndGet());

    try (ResultStream<Embedding> results =
        client.embedAll(inputs, EMBED, ORDERED.withWindow(10, 1 << 20))) {
      int taken = 0;
      for (Result<Embedding> result : results) {
        taken++;
        assertThat(result.index()).isEqualTo(taken - 1);
        assertThat(pulled.get()).isLessThanOrEqualTo(taken + 10);
        assertThat(service.received.size()).isLessThanOrEqualTo(taken + 10);
      }
      assertThat(taken).isEqualTo(200);
    }
  }

  @Test
  void aConsumerSlowerThanEverythingFindsTheWindowFullEachTime() throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    service.answering =
        (image, answer) -> {
          arrived.release();
          answer.run();
        };

    try (ResultStream<Embedding> results =
        client.embedAll(Letters.numbered(200), EMBED, ORDERED.withWindow(10, 1 << 20))) {
      Iterator<Result<Embedding>> iterator = results.iterator();
      assertThat(iterator.hasNext()).isTrue();
      arrived.acquire(10);
      for (int taken = 1; taken <= 190; taken++) {
        assertThat(service.received).hasSize(taken + 9);
        iterator.next();
        // Nothing more is taken until the place that became free is filled again.
        arrived.acquire();
      }
      assertThat(iterator).toIterable().hasSize(10);
    }
  }

  @Test
  void theBytesInFlightAreBoundedToo() {
    AtomicInteger unanswered = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Stream<ImageInput> inputs =
        Letters.numbered(100)
            .peek(image -> most.accumulateAndGet(unanswered.incrementAndGet(), Math::max));
    service.answering =
        (image, answer) -> {
          unanswered.decrementAndGet();
          answer.run();
        };

    // An image here has about ten bytes: one is always let through, and no second beside it.
    List<Result<Embedding>> results =
        client.embedAll(inputs, EMBED, ORDERED.withWindow(50, 1)).stream().toList();

    assertThat(results).hasSize(100);
    assertThat(most).hasValue(1);
  }

  @Test
  void aProducerThatThrowsEndsTheStreamAfterWhatWasAnswered() {
    IllegalStateException broken = new IllegalStateException("the list is torn");
    Stream<ImageInput> inputs =
        Letters.numbered(20)
            .peek(
                image -> {
                  if (image.name().equals("image-10")) {
                    throw broken;
                  }
                });

    Iterator<Result<Embedding>> results = client.embedAll(inputs).iterator();

    for (int i = 0; i < 10; i++) {
      assertThat(results.next().index()).isEqualTo(i);
    }
    assertThatThrownBy(results::hasNext).isSameAs(broken);
  }

  @Test
  void closingEarlyCancelsTheCallAndClosesTheInputs() throws InterruptedException {
    CountDownLatch inputsClosed = new CountDownLatch(1);
    Stream<ImageInput> endless =
        Stream.generate(() -> Letters.image("cat")).onClose(inputsClosed::countDown);

    try (ResultStream<Embedding> results = client.embedAll(endless)) {
      results.iterator().next();
    }

    service.cancelled.await();
    inputsClosed.await();
  }

  @Test
  void aStreamThatIsReadToItsEndEndsInGoodOrder() throws InterruptedException {
    try (ResultStream<Embedding> results = client.embedAll(Letters.numbered(5))) {
      assertThat(results.stream()).hasSize(5);
    }

    service.ended.await();
    assertThat(service.cancelled.getCount()).isEqualTo(1);
  }

  @Test
  void anImageThatIsTooLargeForTheServerFailsAloneAndIsNotSent() {
    try (IjepaClient careful = server.client().maxImageBytes(3).build()) {
      List<Result<Embedding>> results =
          careful.embedAll(Letters.images("cat", "mouse", "dog")).stream().toList();

      assertThatThrownBy(results.get(1)::orElseThrow).hasMessageContaining("IMAGE_TOO_LARGE");
      assertThat(service.received).containsExactly("cat", "dog");
    }
  }

  @Test
  void anErrorInTheProducerReachesTheConsumerToo() {
    OutOfMemoryError error = new OutOfMemoryError("of the test");
    ImageInput greedy =
        ImageInput.lazily(
            "greedy",
            () -> {
              throw error;
            });

    assertThatThrownBy(() -> client.embedAll(List.of(greedy)).iterator().hasNext())
        .isInstanceOf(IjepaException.class)
        .hasCause(error);
  }

  @Test
  void aStreamThatIsNeverReadClosesItsInputs() {
    AtomicBoolean inputsClosed = new AtomicBoolean();
    Stream<ImageInput> inputs = Letters.numbered(5).onClose(() -> inputsClosed.set(true));

    client.embedAll(inputs).close();

    assertThat(inputsClosed).isTrue();
    assertThat(service.received).isEmpty();
  }

  @Test
  void aClosedStreamHasNoMoreResults() {
    ResultStream<Embedding> results = client.embedAll(Letters.numbered(100));
    results.iterator().next();

    results.close();

    assertThat(results.iterator().hasNext()).isFalse();
  }

  @Test
  void closingTheClientEndsItsStreams() {
    service.answering = (image, answer) -> client.close();

    assertThatThrownBy(() -> client.embedAll(Letters.numbered(100)).iterator().next())
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining(IjepaException.CLIENT_CLOSED);
  }

  @Test
  void aStreamThatIsRefusedAsAWholeThrows() {
    service.refusal = Optional.of(FakeErrors.unauthenticated());

    assertThatThrownBy(() -> client.embedAll(Letters.numbered(100)).iterator().hasNext())
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("UNAUTHENTICATED");
    assertThat(service.streams).hasValue(1);
  }

  @Test
  void lazyInputsAreOpenedWhenTheirTurnComes() {
    AtomicInteger opened = new AtomicInteger();
    ImageInput lazy =
        ImageInput.lazily(
            "lazy",
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(new byte[] {'x'});
            });

    ResultStream<Embedding> results = client.embedAll(List.of(lazy));
    assertThat(opened).hasValue(0);

    assertThat(results.stream().toList()).hasSize(1);
    assertThat(opened).hasValue(1);
  }
}
