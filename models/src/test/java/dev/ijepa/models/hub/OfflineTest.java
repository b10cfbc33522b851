package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Nothing is asked; what is in the cache serves, and what is not is named. */
class OfflineTest extends HubFixture {
  @Test
  void aBranchIsWhatItWasWhenItWasLastAskedFor() throws IOException {
    fetch();
    hub.server.requests().clear();

    HubSnapshot snapshot = fetchOffline("main");

    assertThat(snapshot.source().revision()).isEqualTo(FakeRepository.COMMIT);
    assertThat(snapshot.folder()).isEqualTo(snapshotFolder());
    assertThat(snapshot.warnings()).isEmpty();
    assertThat(hub.server.requests()).isEmpty();
  }

  @Test
  void aRevisionThatWasNeverAskedForIsNamed() {
    assertThatThrownBy(() -> fetchOffline("v2"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("hf:digits/ijepa-tiny@v2 is not in the cache")
        .hasMessageContaining("HF_HUB_OFFLINE");
  }

  @Test
  void aFileThatTheListingHasAndTheCacheLacksIsNamed() throws IOException {
    fetch();
    Files.delete(snapshotFolder().resolve("preprocessor_config.json"));

    assertThatThrownBy(() -> fetchOffline(FakeRepository.COMMIT))
        .hasMessageContaining("preprocessor_config.json of hf:digits/ijepa-tiny@0123")
        .hasMessageContaining("is not in the cache");
  }

  @Test
  void withoutAListingWhatMayBeMissingIsWarnedOf() throws IOException {
    fetch();
    Path listing = repositoryFolder().resolve("trees/" + FakeRepository.COMMIT + ".json");
    Files.delete(listing);
    Files.delete(snapshotFolder().resolve("preprocessor_config.json"));

    HubSnapshot snapshot = fetchOffline("main");

    assertThat(snapshot.warnings())
        .singleElement()
        .asString()
        .contains("preprocessor_config.json")
        .contains("not known offline");
  }

  @Test
  void withoutAListingMissingWeightsAreNamed() throws IOException {
    fetch();
    Files.delete(repositoryFolder().resolve("trees/" + FakeRepository.COMMIT + ".json"));
    Files.delete(snapshotFolder().resolve(WEIGHTS));

    assertThatThrownBy(() -> fetchOffline("main"))
        .hasMessageContaining("model.safetensors of hf:digits/ijepa-tiny");
  }

  @Test
  void aListingOfAnotherFormatIsNotTrusted() throws IOException {
    fetch();
    Files.writeString(
        repositoryFolder().resolve("trees/" + FakeRepository.COMMIT + ".json"),
        "{\"format_version\": 2}");

    assertThat(fetchOffline("main").folder()).isEqualTo(snapshotFolder());
  }
}
