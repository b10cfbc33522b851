package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams whose ends are publishers. */
@Timeout(60)
class PublisherTest {
  private static final EmbedSettings EMBED = EmbedSettings.defaults();
  private static final StreamSettings ORDERED = StreamSettings.defaults();

  private final FakeServer server = new FakeServer();
  private final FakeFeatureService service = server.service;
  private final IjepaClient client = server.client().build();
  private final SubmissionPublisher<ImageInput> images = new SubmissionPublisher<>();
  private final CollectingSubscriber<Result<Embedding>> subscriber = new CollectingSubscriber<>();

  @AfterEach
  void close() {
    images.close();
    client.close();
    server.close();
  }

  @Test
  void resultsArePushedAsTheyAreAskedFor() throws Exception {
    client.embedAll(Letters.numbered(100)).publisher().subscribe(subscriber);

    subscriber.request(3);
    List<Result<Embedding>> first = subscriber.await(3);
    assertThat(first).extracting(Result::index).containsExactly(0L, 1L, 2L);
    assertThat(subscriber.isOver()).isFalse();

    subscriber.request(Long.MAX_VALUE);
    assertThat(subscriber.toTheEnd()).extracting(Result::index).isSorted().hasSize(100);
  }

  @Test
  void nothingHappensBeforeTheFirstRequest() {
    AtomicInteger pulled = new AtomicInteger();

    client
        .embedAll(Letters.numbered(10).peek(image -> pulled.incrementAndGet()))
        .publisher()
        .subscribe(subscriber);

    assertThat(pulled).hasValue(0);
    assertThat(service.streams).hasValue(0);
  }

  @Test
  void cancellingClosesTheStream() throws Exception {
    CountDownLatch inputsClosed = new CountDownLatch(1);
    ResultStream<Embedding> results =
        client.embedAll(Letters.numbered(1_000_000).onClose(inputsClosed::countDown));
    results.publisher().subscribe(subscriber);
    subscriber.request(5);
    subscriber.await(5);

    subscriber.cancel();

    inputsClosed.await();
    assertThat(subscriber.isOver()).isFalse();
  }

  @Test
  void whatEndsTheStreamIsTheSubscribersError() {
    IllegalStateException torn = new IllegalStateException("the list is torn");
    client
        .embedAll(
            Letters.numbered(5)
                .peek(
                    image -> {
                      if (image.name().equals("image-3")) {
                        throw torn;
                      }
                    }))
        .publisher()
        .subscribe(subscriber);

    subscriber.request(10);

    assertThatThrownBy(subscriber::toTheEnd).isInstanceOf(ExecutionException.class).hasCause(torn);
    assertThat(subscriber.received()).hasSize(3);
  }

  @Test
  void aRequestForNothingAndASecondSubscriberAreErrors() {
    ResultStream<Embedding> results = client.embedAll(Letters.numbered(5));
    var publisher = results.publisher();
    publisher.subscribe(subscriber);
    CollectingSubscriber<Result<Embedding>> second = new CollectingSubscriber<>();
    publisher.subscribe(second);

    subscriber.request(0);

    assertThatThrownBy(subscriber::toTheEnd).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(second::toTheEnd).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPublisherOfImagesIsReadToItsEnd() throws Exception {
    client.embedAll(images, EMBED, ORDERED).publisher().subscribe(subscriber);
    subscriber.request(Long.MAX_VALUE);
    awaitSubscription();
    Letters.numbered(500).forEach(images::submit);
    images.close();

    assertThat(subscriber.toTheEnd()).extracting(Result::index).isSorted().hasSize(500);
  }

  @Test
  void aPublisherOfImagesIsClassifiedToItsEnd() throws Exception {
    CollectingSubscriber<Result<Classification>> classes = new CollectingSubscriber<>();

    client.classifyAll(images, ClassifySettings.defaults(), ORDERED).publisher().subscribe(classes);
    classes.request(Long.MAX_VALUE);
    awaitSubscription();
    Letters.images("cat", "dog").forEach(images::submit);
    images.close();

    assertThat(classes.toTheEnd())
        .extracting(result -> result.orElseThrow().top().label())
        .containsExactly("cat-0", "dog-0");
  }

  @Test
  void aPublisherThatHasNothingNowHoldsNothingUp() throws Exception {
    CountDownLatch broke = new CountDownLatch(1);
    AtomicInteger arrivals = new AtomicInteger();
    service.answering =
        (image, answer) -> {
          if (arrivals.incrementAndGet() == 1) {
            new Thread(
                    () -> {
                      server.restart();
                      broke.countDown();
                    })
                .start();
          } else {
            answer.run();
          }
        };
    client.embedAll(images, EMBED, ORDERED).publisher().subscribe(subscriber);
    subscriber.request(10);
    awaitSubscription();
    images.submit(Letters.image("cat"));
    broke.await();

    // Sent again and answered, although no other image comes that could wake the stream.
    assertThat(subscriber.await(1)).extracting(Result::name).containsExactly("cat");
  }

  @Test
  void aPublisherThatFailsEndsTheStreamAfterWhatWasAnswered() throws Exception {
    client.embedAll(images, EMBED, ORDERED).publisher().subscribe(subscriber);
    subscriber.request(10);
    awaitSubscription();
    images.submit(Letters.image("cat"));
    subscriber.await(1);
    images.closeExceptionally(new java.io.IOException("the queue is gone"));

    assertThatThrownBy(subscriber::toTheEnd).hasRootCauseMessage("the queue is gone");
  }

  @Test
  void thePublisherIsCancelledWhenNoMoreIsWanted() {
    ResultStream<Embedding> results = client.embedAll(images, EMBED, ORDERED);
    results.publisher().subscribe(subscriber);
    subscriber.request(1);
    awaitSubscription();

    subscriber.cancel();

    Eventually.holds("it is cancelled", () -> !images.hasSubscribers());
  }

  private void awaitSubscription() {
    Eventually.holds("it is subscribed to", images::hasSubscribers);
  }
}
