package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that lies is refused, and nothing of what it sent gets a name. */
class HostileHubTest extends HubFixture {
  private static final String STORAGE = FakeHub.storagePath(WEIGHTS);

  @Test
  void otherBytesThanTheHashSaysAreRefused() {
    hub.storage.next(
        STORAGE,
        exchange -> FakeServer.send(exchange, 200, new byte[hub.repository.file(WEIGHTS).length]));

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("does not have the hash " + hub.repository.etag(WEIGHTS));
    assertThat(blob(WEIGHTS)).doesNotExist();
    assertThat(partial(WEIGHTS)).doesNotExist();
  }

  @Test
  void aSmallFileIsCheckedToo() {
    byte[] other = hub.repository.file("config.json").clone();
    other[20]++;
    hub.server.next(
        "GET",
        "/api/resolve-cache/models/%s/%s/config.json"
            .formatted(FakeRepository.NAME, FakeRepository.COMMIT),
        exchange -> FakeServer.send(exchange, 200, other));

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("config.json")
        .hasMessageContaining("hash");
  }

  @Test
  void moreBytesThanAnnouncedAreRefused() {
    int size = hub.repository.file(WEIGHTS).length;
    hub.storage.next(STORAGE, exchange -> FakeServer.send(exchange, 200, new byte[size + 1]));
    assertThatThrownBy(this::fetch).hasMessageContaining("more than the " + size + " bytes");

    hub.storage.next(STORAGE, HostileHubTest::sendWithoutEnd);
    assertThatThrownBy(() -> fetch("main"))
        .hasMessageContaining("more than the " + size + " bytes");
    assertThat(blob(WEIGHTS)).doesNotExist();
  }

  @Test
  void anotherRangeThanAskedForIsRefused() {
    hub.storage.next(
        STORAGE,
        exchange ->
            FakeServer.send(exchange, 206, new byte[10], "Content-Range", "bytes 5-14/1000"));

    assertThatThrownBy(this::fetch).hasMessageContaining("the server sends bytes 5-14/1000");
  }

  @Test
  void anotherSizeOrHashThanListedIsRefused() {
    hub.server.next(
        "HEAD",
        FakeHub.resolvePath(WEIGHTS),
        exchange ->
            FakeServer.send(
                exchange,
                200,
                new byte[3],
                "ETag",
                "\"%s\"".formatted(hub.repository.etag(WEIGHTS)),
                "X-Repo-Commit",
                FakeRepository.COMMIT));

    assertThatThrownBy(this::fetch).hasMessageContaining("the listing says");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../evil", "abc", "", "W/\"x\""})
  void anEtagThatIsNoHashIsRefused(String etag) {
    hub.server.next(
        "HEAD",
        FakeHub.resolvePath("config.json"),
        exchange ->
            FakeServer.send(
                exchange, 200, new byte[0], "ETag", etag, "X-Repo-Commit", FakeRepository.COMMIT));

    assertThatThrownBy(this::fetch).hasMessageContaining("is no hash");
  }

  @Test
  void anotherCommitIsRefused() {
    hub.server.next(
        "HEAD",
        FakeHub.resolvePath("config.json"),
        exchange -> FakeServer.send(exchange, 200, new byte[0], "X-Repo-Commit", "../.."));

    assertThatThrownBy(this::fetch).hasMessageContaining("answers for commit '../..'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{}",
        "\"text\"",
        "{\"sha\": \"../../x\", \"siblings\": []}",
        "{\"sha\": 7, \"siblings\": [{}]}",
        "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": {}}",
        "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [1, [], {}]}"
      })
  void aListingThatIsNoneIsRefused(String json) {
    hub.server.next(FakeHub.apiPath(), exchange -> FakeServer.send(exchange, 200, json));

    assertThatThrownBy(this::fetch).isInstanceOf(HubException.class);
    assertThat(cache.resolve("models--digits--ijepa-tiny/blobs")).doesNotExist();
  }

  @Test
  void aListingOfEndlessDepthOrLengthIsRefused() {
    String deep = "[".repeat(1_000_000);
    hub.server.next(FakeHub.apiPath(), exchange -> FakeServer.send(exchange, 200, deep));
    assertThatThrownBy(this::fetch).hasMessageContaining("is nested deeper than 32 levels");

    hub.server.next(FakeHub.apiPath(), HostileHubTest::sendWithoutEnd);
    assertThatThrownBy(() -> fetch("main")).hasMessageContaining("has more than 16777216 bytes");
  }

  @Test
  void redirectsWithoutEndAreNotFollowed() {
    for (int i = 0; i < 10; i++) {
      hub.server.next(
          FakeHub.apiPath(), exchange -> FakeHub.redirect(exchange, 302, FakeHub.apiPath()));
    }

    assertThatThrownBy(this::fetch).hasMessageContaining("more than 5 redirects");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http:///x",
        "ht tp:",
        "http://127.0.0.1:99999/"
      })
  void aRedirectToWhatIsNoWebAddressIsNotFollowed(String location) {
    hub.server.next(FakeHub.apiPath(), exchange -> FakeHub.redirect(exchange, 302, location));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("redirects");
  }

  // In chunks, so that no length is announced; ends when the other side hangs up.
  private static void sendWithoutEnd(HttpExchange exchange) throws IOException {
    byte[] spaces = new byte[1 << 16];
    Arrays.fill(spaces, (byte) ' ');
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (int i = 0; i < 1000; i++) {
        body.write(spaces);
      }
    }
  }
}
