package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections that end too early, servers that are busy, disks that are full. */
class ResumeTest extends HubFixture {
  private static final String STORAGE = FakeHub.storagePath(WEIGHTS);

  @Test
  void aConnectionThatIsCutIsResumedWhereItEnded() throws IOException {
    hub.storage.next(STORAGE, exchange -> sendPart(exchange, 100_000));

    fetch();

    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
    List<String> ranges = hub.rangesAskedOf(WEIGHTS);
    assertThat(ranges).hasSize(2).first().isEqualTo("");
    assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
    assertThat(pauses.reasons).singleElement().asString().contains("the connection was cut");
  }

  @Test
  void whatAnEarlierRunHasLeftIsContinued() throws IOException {
    leave(Arrays.copyOf(hub.repository.file(WEIGHTS), 1000));

    fetch();

    assertThat(hub.rangesAskedOf(WEIGHTS)).containsExactly("bytes=1000-");
    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
    assertThat(partial(WEIGHTS)).doesNotExist();
  }

  @Test
  void whatAnEarlierRunHasDamagedIsFetchedAnew() throws IOException {
    leave(new byte[1000]);

    fetch();

    assertThat(hub.rangesAskedOf(WEIGHTS)).containsExactly("bytes=1000-", "");
    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
  }

  @Test
  void moreThanTheWholeIsForgotten() throws IOException {
    leave(new byte[hub.repository.file(WEIGHTS).length + 1]);

    fetch();

    assertThat(hub.rangesAskedOf(WEIGHTS)).containsExactly("");
  }

  @Test
  void aServerThatDoesNotResumeIsHeardFromTheBeginning() throws IOException {
    leave(Arrays.copyOf(hub.repository.file(WEIGHTS), 1000));
    hub.storage.next(
        STORAGE, exchange -> FakeServer.send(exchange, 200, hub.repository.file(WEIGHTS)));

    fetch();

    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
  }

  @Test
  void aServerThatBeginsAnewForEverIsGivenUp() {
    for (int i = 0; i < 20; i++) {
      hub.storage.next(STORAGE, exchange -> sendPart(exchange, 100_000));
    }

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("given up after 5 tries");
  }

  @Test
  void aServerThatFallsSilentIsLeftAndAskedAgain() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    hub.storage.next(STORAGE, exchange -> sendPartAndWait(exchange, end));

    fetch("main", false, Duration.ofSeconds(1));
    end.countDown();

    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
    assertThat(pauses.reasons).anyMatch(reason -> reason.contains("fell silent"));
  }

  @Test
  void aBusyServerIsLeftAloneForAsLongAsItAsks() throws IOException {
    hub.server.next(
        FakeHub.apiPath(),
        exchange -> FakeServer.send(exchange, 429, new byte[0], "Retry-After", "7"));
    hub.server.next(FakeHub.resolvePath("config.json"), exchange -> fail(exchange, 503));
    hub.storage.next(STORAGE, exchange -> fail(exchange, 500));
    hub.storage.next(STORAGE, exchange -> fail(exchange, 502));

    fetch();

    assertThat(pauses.pauses).extracting(Duration::toSeconds).containsExactly(7L, 1L, 1L, 2L);
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    for (int i = 0; i < 5; i++) {
      hub.server.next(FakeHub.apiPath(), exchange -> fail(exchange, 503));
    }

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("answers with status 503; given up after 5 tries");
    assertThat(pauses.pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
  }

  @Test
  void aServerThatAsksForHoursIsNotWaitedFor() {
    hub.server.next(
        FakeHub.apiPath(),
        exchange -> FakeServer.send(exchange, 429, new byte[0], "Retry-After", "7200"));

    assertThatThrownBy(this::fetch).hasMessageContaining("left alone for 7200 seconds");
    assertThat(pauses.pauses).isEmpty();
  }

  @Test
  void aHubThatIsNotThereIsNamed() {
    String address = hub.uri().getAuthority();
    hub.close();

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining(address + " can't be reached")
        .hasMessageContaining("ConnectException");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaid() throws IOException {
    Files.createDirectories(partial(WEIGHTS).getParent());
    Files.createSymbolicLink(partial(WEIGHTS), Path.of("/dev/full"));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("HF_HUB_CACHE");
    assertThat(hub.rangesAskedOf(WEIGHTS)).hasSize(1);
    Files.delete(partial(WEIGHTS));
  }

  private void leave(byte[] bytes) throws IOException {
    Files.createDirectories(partial(WEIGHTS).getParent());
    Files.write(partial(WEIGHTS), bytes);
  }

  // Announces all, sends a part, and hangs up.
  private void sendPart(HttpExchange exchange, int count) throws IOException {
    byte[] content = hub.repository.file(WEIGHTS);
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, count);
    exchange.getResponseBody().flush();
  }

  private void sendPartAndWait(HttpExchange exchange, CountDownLatch end) throws IOException {
    sendPart(exchange, 100_000);
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fail(HttpExchange exchange, int status) throws IOException {
    FakeServer.send(exchange, status, "busy");
  }
}
