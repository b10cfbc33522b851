package dev.ijepa.models.hub;

import dev.ijepa.models.GoldenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Hub that has the embedded checkpoint, and an empty cache. */
abstract class HubFixture {
  static final String WEIGHTS = "model.safetensors";

  final RecordedPauses pauses = new RecordedPauses();

  @TempDir Path cache;

  FakeHub hub;
  String token = "";

  @BeforeEach
  void startHub() throws IOException {
    hub = new FakeHub(FakeRepository.of(GoldenFile.models().resolve("embedded/checkpoint")), 0);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  HubSnapshot fetch() throws IOException {
    return fetch("main");
  }

  HubSnapshot fetch(String revision) throws IOException {
    return fetch(revision, false, Duration.ofSeconds(20));
  }

  HubSnapshot fetchOffline(String revision) throws IOException {
    return fetch(revision, true, Duration.ofSeconds(20));
  }

  HubSnapshot fetch(String revision, boolean offline, Duration timeout) throws IOException {
    HubSettings settings = new HubSettings(hub.uri(), token, cache, offline, timeout);
    HubReference reference =
        HubReference.parse("hf:%s@%s".formatted(FakeRepository.NAME, revision));
    return new Hub(settings, pauses).fetch(reference, pauses);
  }

  Path repositoryFolder() {
    return cache.resolve("models--digits--ijepa-tiny");
  }

  Path snapshotFolder() {
    return repositoryFolder().resolve("snapshots").resolve(FakeRepository.COMMIT);
  }

  Path blob(String name) {
    return repositoryFolder().resolve("blobs").resolve(hub.repository.etag(name));
  }

  Path partial(String name) {
    return blob(name).resolveSibling(hub.repository.etag(name) + ".ijepa.incomplete");
  }
}
