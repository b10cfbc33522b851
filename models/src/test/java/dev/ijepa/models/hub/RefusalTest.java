package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Each refusal of the Hub says what to do; and the token is the Hub's alone. */
class RefusalTest extends HubFixture {
  @Test
  void theTokenIsShownToTheHubAndNotToItsStorage() throws IOException {
    hub.token = "hf_secret";
    token = "hf_secret";

    fetch();

    assertThat(hub.server.requests())
        .isNotEmpty()
        .allMatch(request -> request.authorization().equals("Bearer hf_secret"));
    assertThat(hub.storage.requests())
        .isNotEmpty()
        .allMatch(request -> request.authorization().isEmpty());
  }

  @Test
  void aPrivateRepositoryLooksLikeNoneAndAsksForAToken() {
    hub.token = "hf_secret";

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("has no repository 'digits/ijepa-tiny'")
        .hasMessageContaining("set HF_TOKEN");
  }

  @Test
  void aWrongTokenIsSaid() {
    hub.token = "hf_secret";
    token = "hf_other";

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("does not accept the token of HF_TOKEN")
        .hasMessageNotContaining("hf_other");
  }

  @Test
  void aGatedRepositorySaysHowToGetIn() {
    hub.gated = true;
    hub.token = "hf_secret";
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("hf:digits/ijepa-tiny is gated")
        .hasMessageContaining("set HF_TOKEN");

    token = "hf_secret";
    assertThatThrownBy(() -> fetch("main"))
        .hasMessageContaining("hf:digits/ijepa-tiny is gated")
        .hasMessageContaining("given access");
  }

  @Test
  void aRevisionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> fetch("v9"))
        .hasMessageContaining("hf:digits/ijepa-tiny has no revision 'v9'");
  }

  @Test
  void aFileThatIsListedAndNotThereIsNamed() {
    hub.server.next(
        FakeHub.resolvePath("config.json"),
        exchange -> FakeServer.send(exchange, 404, new byte[0], "X-Error-Code", "EntryNotFound"));

    assertThatThrownBy(this::fetch).hasMessageContaining("has no file 'config.json'");
  }

  @Test
  void aForbiddenFileIsSaid() {
    hub.server.next(
        FakeHub.resolvePath("config.json"),
        exchange -> FakeServer.send(exchange, 403, new byte[0]));

    assertThatThrownBy(this::fetch).hasMessageContaining("forbids it");
  }

  @Test
  void anotherStatusIsToldAsItIs() {
    hub.server.next(FakeHub.apiPath(), exchange -> FakeServer.send(exchange, 418, new byte[0]));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("answers with status 418");
    assertThat(pauses.pauses).isEmpty();
  }
}
