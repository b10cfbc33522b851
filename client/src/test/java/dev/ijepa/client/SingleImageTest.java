package dev.ijepa.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One image, one answer. */
@Timeout(60)
class SingleImageTest {
  private final FakeServer server = new FakeServer();
  private final FakeFeatureService service = server.service;
  private final FakeScheduler scheduler = new FakeScheduler();
  private final IjepaClient client = server.client().scheduler(scheduler).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aFileIsEmbedded(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cat.jpg"), "cat");

    Embedding embedding = client.embed(file);

    assertThat(embedding.vector()).isEqualTo(FakeFeatureService.vectorOf("cat"));
    assertThat(embedding.dimension()).isEqualTo(FakeFeatureService.DIMENSION);
    assertThat(embedding.model()).isEqualTo(new ModelIdentity("fake", "1", "f00d", ""));
  }

  @Test
  void bytesAndStreamsAreEmbeddedAsFilesAre() throws IOException {
    byte[] bytes = "cat".getBytes(UTF_8);

    assertThat(client.embed(bytes).vector()).isEqualTo(FakeFeatureService.vectorOf("cat"));
    assertThat(client.embed(new ByteArrayInputStream(bytes)).vector())
        .isEqualTo(FakeFeatureService.vectorOf("cat"));
  }

  @Test
  void aBufferedImageIsSentAsPixels() {
    client.embed(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));

    assertThat(service.received).singleElement().asString().contains("width: 3", "height: 2");
  }

  @Test
  void allOutputsThatAreAskedForArrive() {
    EmbedSettings settings =
        EmbedSettings.defaults().withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.TOKENS);

    Embedding embedding = client.embed(Letters.image("cat"), settings);

    assertThat(embedding.output(EmbedOutput.TOKENS).shape()).containsExactly(2, 4);
    assertThat(embedding.vector()).hasSize(8);
    assertThatThrownBy(() -> embedding.output(EmbedOutput.EMBEDDING_LAST4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EMBEDDING_LAST4");
  }

  @Test
  void anImageIsClassified() {
    Classification classes =
        client.classify(Letters.image("cat"), ClassifySettings.defaults().withTopK(3));

    assertThat(classes.classes()).hasSize(3);
    assertThat(classes.top().label()).isEqualTo("cat-0");
  }

  @Test
  void anErrorHasItsCodeAndReason() {
    server.refuseBadImages();

    IjepaException error =
        catchThrowableOfType(IjepaException.class, () -> client.embed(Letters.image("bad")));

    assertThat(error.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(error.reason()).isEqualTo("IMAGE_CORRUPT");
    assertThat(error.isRetryable()).isFalse();
    assertThat(error).hasMessage("INVALID_ARGUMENT (IMAGE_CORRUPT): the file ends too early");
  }

  @Test
  void aMissingFileNeverReachesTheServer() {
    IjepaException error =
        catchThrowableOfType(IjepaException.class, () -> client.embed(Path.of("no", "such.jpg")));

    assertThat(error.reason()).isEqualTo(IjepaException.INPUT_UNREADABLE);
    assertThat(service.received).isEmpty();
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSaid() {
    Iterator<Optional<com.google.rpc.Status>> errors =
        List.of(
                Optional.of(FakeErrors.busy(Duration.ofSeconds(3))),
                Optional.of(FakeErrors.notServing(Duration.ofSeconds(4))),
                Optional.<com.google.rpc.Status>empty())
            .iterator();
    service.error = image -> errors.next();

    Embedding embedding = client.embed(Letters.image("cat"));

    assertThat(embedding.vector()).isEqualTo(FakeFeatureService.vectorOf("cat"));
    assertThat(scheduler.waits).hasSize(2);
    assertThat(scheduler.waits.get(0)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    assertThat(scheduler.waits.get(1)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
  }

  @Test
  void aServerThatSaysNeverIsTakenAtItsWord() {
    service.error = image -> Optional.of(FakeErrors.busy(Duration.ofDays(3_650_000)));

    assertThatThrownBy(() -> client.embed(Letters.image("cat")))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("SERVER_BUSY");
  }

  @Test
  void whoWaitsForAnotherAttemptHearsThatTheClientIsClosed() throws Exception {
    service.error = image -> Optional.of(FakeErrors.busy(Duration.ofSeconds(20)));
    CompletableFuture<Embedding> answer;
    try (IjepaClient other = server.client().build()) {
      answer = other.embedAsync(Letters.image("cat"));
      Eventually.holds("it was sent", () -> !service.received.isEmpty());
    }

    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IjepaException.class);
  }

  @Test
  void clientsOfOneBuilderDoNotShareTheirTime() {
    Duration wait = Duration.ofMillis(200);
    Iterator<Optional<com.google.rpc.Status>> errors =
        List.of(Optional.of(FakeErrors.busy(wait)), Optional.<com.google.rpc.Status>empty())
            .iterator();
    service.error = image -> errors.next();
    IjepaClientBuilder builder = server.client();
    try (IjepaClient second = builder.build()) {
      builder.build().close();
      long start = System.nanoTime();

      second.embed(Letters.image("cat"));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(wait);
    }
  }

  @Test
  void whatCannotSucceedLaterIsNotTriedAgain() {
    service.error = image -> Optional.of(FakeErrors.tooLarge());

    assertThatThrownBy(() -> client.embed(Letters.image("cat")))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("IMAGE_TOO_LARGE");
    assertThat(service.received).hasSize(1);
  }

  @Test
  void attemptsEndAtTheDeadline() {
    service.error = image -> Optional.of(FakeErrors.busy(Duration.ofSeconds(9)));

    IjepaException error =
        catchThrowableOfType(IjepaException.class, () -> client.embed(Letters.image("cat")));

    // 30 s hold three waits of 9 s and more, and their own jitter; a fourth would end behind them.
    assertThat(error.reason()).isEqualTo("SERVER_BUSY");
    assertThat(service.received).hasSizeBetween(3, 4);
  }

  @Test
  void cancellingTheFutureCancelsTheCall() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    service.answering = (image, answer) -> arrived.countDown();

    CompletableFuture<Embedding> answer = client.embedAsync(Letters.image("cat"));
    arrived.await();
    answer.cancel(true);

    service.cancelled.await();
  }

  @Test
  void theTokenAndTheDefaultModelGoWithEachCall() {
    try (IjepaClient other = server.client().bearerToken("secret").model("mine").build()) {
      other.embed(Letters.image("cat"));

      assertThat(server.authorization).isEqualTo("Bearer secret");
      assertThat(service.lastModel).isEqualTo("mine");
    }
  }

  @Test
  void theModelsAreListed() {
    assertThat(client.models()).singleElement().isEqualTo(client.model("fake"));
    assertThat(client.model("").canClassify()).isTrue();
    assertThatThrownBy(() -> client.model("other")).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    server.close();

    IjepaException error =
        catchThrowableOfType(IjepaException.class, () -> client.embed(Letters.image("cat")));

    assertThat(error.code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(error.isRetryable()).isTrue();
  }
}
